namespace Ansatz.Mixtures;

/// <summary>
/// Alternates between responsibilities and the mixture that is most likely given them. After each such step it tries an extrapolated mixture. The extrapolation is kept only
/// if it is at least as likely, so without regularization the log-likelihood never falls.
/// </summary>
/// <remarks>
/// Dempster, Laird and Rubin, Maximum likelihood from incomplete data via the EM algorithm (1977). Varadhan and Roland, Simple and globally convergent methods
/// for accelerating the convergence of any EM algorithm (2008), for <see cref="SquaredExtrapolation"/> and the growing limit of its step.
/// </remarks>
internal sealed class ExpectationMaximization
{
    private const double FirstStride = 4, StrideFactor = 4;

    private readonly MixtureData data;
    private readonly MixtureShards expectation;
    private readonly MixtureUpdate update;
    private readonly List<double> trace = [];

    private MixtureDensity? next; // one step after Density
    private double stride = FirstStride;
    private double gain = double.PositiveInfinity; // gain of the last plain step

    /// <param name="data">The points.</param>
    /// <param name="expectation">The expectation step on the same points.</param>
    /// <param name="update">The maximization step.</param>
    /// <param name="responsibilities">Responsibilities to begin with, [N, K].</param>
    /// <param name="cancellation">Ends the first step.</param>
    public ExpectationMaximization(MixtureData data, MixtureShards expectation, MixtureUpdate update, double[] responsibilities, CancellationToken cancellation)
    {
        (this.data, this.expectation, this.update) = (data, expectation, update);
        if (Start(data, expectation, update, responsibilities, cancellation) is { } start) Take(start, Evaluate(start, cancellation));
        else IsDegenerate = true;
    }

    /// <summary>The mixture whose log-likelihood is the last of <see cref="Trace"/>; null if the start has collapsed.</summary>
    public MixtureDensity? Density { get; private set; }

    /// <summary>The log-likelihood of each mixture that was kept.</summary>
    public IReadOnlyList<double> Trace => trace;

    /// <summary>Passes over the points.</summary>
    public int StepCount { get; private set; }

    /// <summary>Whether a component has collapsed onto too few points: the likelihood has no maximum this way.</summary>
    public bool IsDegenerate { get; private set; }

    public double LogLikelihood => IsDegenerate ? double.NegativeInfinity : trace[^1];

    /// <summary>The mixture that is most likely given responsibilities; null if a component collapses.</summary>
    /// <remarks>Two passes: the first finds the means, the second the moments about them, which do not cancel however far the means are apart.</remarks>
    public static MixtureDensity? Start(MixtureData data, MixtureShards expectation, MixtureUpdate update, double[] responsibilities, CancellationToken cancellation)
    {
        var origin = new double[responsibilities.Length / data.Count * data.Dimension];
        return update.Means(expectation.Of(responsibilities, origin, cancellation), origin) is { } means
            ? update.Maximize(expectation.Of(responsibilities, means, cancellation), means, data.Count) : null;
    }

    /// <summary>Whether the last plain step gained no more than the tolerance, in nats per point.</summary>
    public bool HasConverged(double tolerance) => gain <= tolerance * data.Count;

    /// <summary>Goes on until a plain step gains no more than the tolerance, or for this many more passes over the points.</summary>
    public void Run(double tolerance, int stepLimit, CancellationToken cancellation)
    {
        for (var last = StepCount + stepLimit; !IsDegenerate && !HasConverged(tolerance) && StepCount < last;) Cycle(tolerance, StepCount + 1 < last, cancellation);
    }

    // A plain step, then an extrapolated one from the last three mixtures.
    private void Cycle(double tolerance, bool mayExtrapolate, CancellationToken cancellation)
    {
        MixtureDensity first = Density!, second = next!;
        var after = Evaluate(second, cancellation);
        gain = after.LogLikelihood - trace[^1];
        Take(second, after);
        if (IsDegenerate || !mayExtrapolate || HasConverged(tolerance)) return;
        if (SquaredExtrapolation.Of(first, second, next!, data.Variances, stride, out var atLimit) is not { } candidate) return;
        var result = Evaluate(candidate, cancellation);
        if (result.LogLikelihood >= trace[^1] && result.Next is not null)
        {
            Take(candidate, result);
            if (atLimit) stride *= StrideFactor;
        }
        else stride = Math.Max(FirstStride, stride / StrideFactor);
    }

    private void Take(MixtureDensity density, (double LogLikelihood, MixtureDensity? Next) result)
    {
        if (result.Next is null || !double.IsFinite(result.LogLikelihood))
        {
            IsDegenerate = true;
            return;
        }
        (Density, next) = (density, result.Next);
        trace.Add(result.LogLikelihood);
    }

    private (double LogLikelihood, MixtureDensity? Next) Evaluate(MixtureDensity density, CancellationToken cancellation)
    {
        StepCount++;
        var statistics = expectation.Of(density, cancellation);
        return (statistics.LogLikelihood, update.Maximize(statistics, density.Means, data.Count));
    }
}
