using Ansatz.Workers;

namespace Ansatz.Mixtures;

/// <summary>How <see cref="GaussianMixture.Fit(ReadOnlySpan{double}, Random.Rng, MixtureOptions, CancellationToken)"/> searches, and when it ends.</summary>
public sealed record MixtureOptions
{
    /// <summary>Starts by k-means, 1 or more. All run briefly, and the best one runs to the end. A given start replaces them.</summary>
    public int StartCount { get; init; } = 20;

    /// <summary>The fit has converged when a step of expectation-maximization raises the log-likelihood by no more than this, in nats per example; 0 or more.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most passes over the data for the start that runs to the end, 1 or more.</summary>
    public int StepLimit { get; init; } = 10_000;

    /// <summary>
    /// This share of the data's variance in each dimension is added to every variance; 0 or more. If it is 0 and every start collapses, the fit adds 10⁻⁶ and
    /// says so in <see cref="MixtureFit.Regularization"/>. If it is more than 0, a component may rest on any number of points.
    /// </summary>
    public double Regularization { get; init; }

    /// <summary>The mixture to start from, with the same number of components and dimensions; null: clusters found by k-means.</summary>
    public MixtureDensity? Start { get; init; }

    /// <summary>The responsibilities to start from, [N, K], each row summing to 1: for instance 1 for the cluster of each point. Null where there are none.</summary>
    public IReadOnlyList<double>? StartResponsibilities { get; init; }

    /// <summary>
    /// The parts of the points whose statistics are added up alone and then in a fixed order, 1 or more: part i of S has the points ⌊i·N/S⌋ to ⌊(i + 1)·N/S⌋ − 1. Several workers
    /// divide the parts among themselves. It decides the last bits; the number of workers decides none.
    /// </summary>
    public int ShardCount { get; init; } = 1;

    /// <summary>The workers that fit together; all call the fit with the same points. Null is this process alone.</summary>
    public ICommunicator? Workers { get; init; }

    /// <exception cref="ArgumentException">A number is out of its range, or there are two starts.</exception>
    internal void Require(int pointCount, int componentCount, int dimension)
    {
        if (StartCount < 1) throw Unfit($"{StartCount} starts; expected 1 or more");
        if (StepLimit < 1) throw Unfit($"a limit of {StepLimit} steps; expected 1 or more");
        if (ShardCount < 1 || (ShardCount > 1 && ShardCount > pointCount)) throw Unfit($"{ShardCount} shards of {pointCount} points; expected 1 to {pointCount}");
        if (!(Tolerance >= 0)) throw Unfit($"the tolerance is {Tolerance}; expected 0 or more");
        if (!(Regularization >= 0 && double.IsFinite(Regularization)))
            throw Unfit($"the regularization is {Regularization}; expected 0 or more");
        if (Start is not null && StartResponsibilities is not null)
            throw Unfit("Start and StartResponsibilities are both given; give one of them");
        if (Start is { } start && (start.ComponentCount != componentCount || start.Dimension != dimension))
            throw Unfit($"the start has {start.ComponentCount} components in {start.Dimension} dimensions; expected {componentCount} in {dimension}");
        if (StartResponsibilities is { } responsibilities) RequireRows(responsibilities, pointCount, componentCount);
    }

    // The fault lies in what was given to GaussianMixture.Fit as options.
    private static ArgumentException Unfit(string what, string parameter = "options") => new($"GaussianMixture: {what}.", parameter);

    private static void RequireRows(IReadOnlyList<double> responsibilities, int pointCount, int componentCount)
    {
        if (responsibilities.Count != pointCount * componentCount)
            throw new ArgumentException($"GaussianMixture: {responsibilities.Count} responsibilities for {pointCount} points and {componentCount} components; expected {pointCount * componentCount}.", nameof(responsibilities));
        for (var n = 0; n < pointCount; n++)
        {
            var sum = 0.0;
            for (var k = 0; k < componentCount; k++) sum += responsibilities[n * componentCount + k] is >= 0 and var share ? share : double.NaN;
            if (!(Math.Abs(sum - 1) <= 1e-6))
                throw new ArgumentException($"GaussianMixture: the responsibilities of point {n} are negative or sum to {sum}; expected 0 or more each, and a sum of 1.", nameof(responsibilities));
        }
    }
}
