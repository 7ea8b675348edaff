using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// Expectation-maximization from several starts: all of them roughly, then the most promising to the end. A mixture with a component on fewer than d + 1
/// distinct points is passed over: there the likelihood has no bound, or says nothing.
/// </summary>
/// <param name="data">The points.</param>
/// <param name="kind">What the covariances may look like.</param>
/// <param name="componentCount">K.</param>
/// <param name="rng">The stream of the starts.</param>
internal sealed class MixtureSearch(MixtureData data, MixtureCovariance kind, int componentCount, Rng rng)
{
    // Gains of a step, in nats over all points, below which a start is judged and below which the end is reached.
    private const double RoughTolerancePerPoint = 1e-6;
    public const double Tolerance = 1e-9;
    private const int RoughSteps = 200, MostSteps = 20_000;

    // The share of the data's variance that is added where no start ends without it.
    private const double Regularization = 1e-6;

    /// <summary>Hard responsibilities by k-means, [N, K].</summary>
    public static double[] Start(MixtureData data, int componentCount, Rng rng)
    {
        var responsibilities = new double[data.Count * componentCount];
        var clusters = KMeans.Clusters(data.Standard, data.Dimension, componentCount, rng);
        for (var n = 0; n < clusters.Length; n++) responsibilities[n * componentCount + clusters[n]] = 1;
        return responsibilities;
    }

    /// <summary>The best end of the starts; its density is that of the centred points.</summary>
    /// <exception cref="InvalidOperationException">Every start ends in a component on too few points.</exception>
    public (ExpectationMaximization End, double Regularization) Run(int startCount, CancellationToken cancellation) =>
        Best(startCount, 0, cancellation) is { } end ? (end, 0)
        : Best(startCount, Regularization, cancellation) is { } regularized ? (regularized, Regularization)
        : throw new InvalidOperationException($"GaussianMixture: each of {startCount} starts ended with a component on fewer than {data.Dimension + 1} distinct points; ask for fewer components than {componentCount}, or for simpler covariances.");

    private ExpectationMaximization? Best(int startCount, double regularization, CancellationToken cancellation)
    {
        var update = new MixtureUpdate(data.Centred, data.Variances, kind, regularization);
        var starts = new ExpectationMaximization[startCount];
        ForkJoin.For(startCount, new RoughRuns(i => RoughRun(update, i, cancellation), starts));
        foreach (var start in starts.OrderByDescending(s => s.LogLikelihood))
        {
            start.Run(Tolerance, MostSteps, cancellation);
            if (!start.IsDegenerate && RestsOnEnough(start.Density!)) return start;
        }
        return null;
    }

    private ExpectationMaximization RoughRun(MixtureUpdate update, int index, CancellationToken cancellation)
    {
        var run = new ExpectationMaximization(data.Centred, update, Start(data, componentCount, rng.Fork(index)), componentCount);
        run.Run(RoughTolerancePerPoint * data.Count, RoughSteps, cancellation);
        return run;
    }

    private bool RestsOnEnough(MixtureDensity density) =>
        data.FewestDistinctPoints(density.Responsibilities(data.Centred), componentCount) > data.Dimension;

    private readonly struct RoughRuns(Func<int, ExpectationMaximization> run, ExpectationMaximization[] starts) : IParallelBody
    {
        public void Invoke(int index) => starts[index] = run(index);
    }
}
