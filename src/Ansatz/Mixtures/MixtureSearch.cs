using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// Expectation-maximization from several starts: all of them briefly, then the best one to the end. A mixture with a component on too few distinct points
/// is ignored (<see cref="MixtureData.HasEnoughPoints"/>), because its likelihood has no bound or no meaning.
/// </summary>
/// <param name="data">The points.</param>
/// <param name="kind">What the covariances may look like.</param>
/// <param name="componentCount">K.</param>
/// <param name="options">How to search.</param>
/// <param name="rng">The stream of the starts.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class MixtureSearch(MixtureData data, MixtureCovariance kind, int componentCount, MixtureOptions options, Rng rng, CancellationToken cancellation)
{
    // The gain of a step in nats per point, and the number of passes, after which the starts are compared.
    private const double RoughTolerance = 1e-6;
    private const int RoughSteps = 60;

    private const int PointsBetweenChecks = 1024;

    // The share of the data's variance that is added where no start ends without it.
    private const double FallbackRegularization = 1e-6;

    private readonly MixtureShards expectation = new(data, componentCount, kind, options, cancellation);

    /// <summary>The best end of the starts; its density is that of the centred points.</summary>
    /// <exception cref="InvalidOperationException">Every start ends in a component on too few points.</exception>
    public (ExpectationMaximization End, double Regularization) Run() =>
        Best(options.Regularization) is { } end ? (end, options.Regularization)
        : options.Regularization == 0 && Best(FallbackRegularization) is { } regularized ? (regularized, FallbackRegularization)
        : throw new InvalidOperationException($"GaussianMixture: every start ended with a component on fewer than {MixtureData.PointsPerComponent(kind, data.Dimension)}; ask for fewer components than {componentCount}, for simpler covariances, or set MixtureOptions.Regularization.");

    /// <summary>The mixture of clusters found by k-means; null where one has too few points.</summary>
    public MixtureDensity? Cluster() =>
        ExpectationMaximization.Start(data, expectation, new MixtureUpdate(data.Variances, kind, options.Regularization), Clusters(rng), cancellation);

    private ExpectationMaximization? Best(double regularization)
    {
        var update = new MixtureUpdate(data.Variances, kind, regularization);
        var starts = new ExpectationMaximization[HasStart ? 1 : options.StartCount];
        var runs = new RoughRuns(i => RoughRun(update, i), starts);
        // Several workers exchange sums within each run, so all of them take the runs in the same order.
        if (options.Workers is not { Count: > 1 }) ForkJoin.For(starts.Length, runs);
        else
            for (var i = 0; i < starts.Length; i++) runs.Invoke(i);
        foreach (var start in starts.OrderByDescending(s => s.LogLikelihood))
        {
            start.Run(options.Tolerance, options.StepLimit, cancellation);
            if (!start.IsDegenerate && (options.Regularization > 0 || data.HasEnoughPoints(start.Density!, kind, cancellation))) return start;
        }
        return null;
    }

    private ExpectationMaximization RoughRun(MixtureUpdate update, int index)
    {
        var start = Given() ?? Clusters(rng.Fork(index));
        var run = new ExpectationMaximization(data, expectation, update, start, cancellation);
        if (!HasStart) run.Run(Math.Max(RoughTolerance, options.Tolerance), RoughSteps, cancellation);
        return run;
    }

    private bool HasStart => options.StartResponsibilities is not null || options.Start is not null;

    // Responsibilities, [N, K], of the start that was given.
    private double[]? Given()
    {
        if (options.StartResponsibilities is { } given) return [.. given];
        if (options.Start is null) return null;
        var start = options.Start.Shift([.. data.Centre.Select(c => -c)]);
        var responsibilities = new double[data.Count * componentCount];
        for (var n = 0; n < data.Count; n += PointsBetweenChecks)
        {
            cancellation.ThrowIfCancellationRequested();
            var points = data.Centred.AsSpan(n * data.Dimension, Math.Min(PointsBetweenChecks, data.Count - n) * data.Dimension);
            start.Responsibilities(points).CopyTo(responsibilities, n * componentCount);
        }
        return responsibilities;
    }

    // Hard responsibilities, [N, K].
    private double[] Clusters(Rng stream)
    {
        // Rows are cleared one by one: to clear all of them at once can take a second, during which no cancellation is seen.
        var responsibilities = GC.AllocateUninitializedArray<double>(data.Count * componentCount);
        var clusters = KMeans.Clusters(data.Standard, data.Dimension, componentCount, stream, cancellation);
        for (var n = 0; n < clusters.Length; n++)
        {
            if (n % PointsBetweenChecks == 0) cancellation.ThrowIfCancellationRequested();
            var row = responsibilities.AsSpan(n * componentCount, componentCount);
            row.Clear();
            row[clusters[n]] = 1;
        }
        return responsibilities;
    }

    private readonly struct RoughRuns(Func<int, ExpectationMaximization> run, ExpectationMaximization[] starts) : IParallelBody
    {
        public void Invoke(int index) => starts[index] = run(index);
    }
}
