namespace Ansatz.Mixtures;

/// <summary>
/// Alternates responsibilities and the mixture that is most likely given them. Without regularization the log-likelihood never falls.
/// </summary>
/// <remarks>Dempster, Laird and Rubin, Maximum likelihood from incomplete data via the EM algorithm (1977).</remarks>
internal sealed class ExpectationMaximization
{
    private readonly double[] data, responsibilities;
    private readonly MixtureUpdate update;
    private readonly List<double> trace = [];

    /// <param name="data">[N, d].</param>
    /// <param name="update">The maximization step on the same data.</param>
    /// <param name="start">Responsibilities to begin with, [N, K]; overwritten.</param>
    /// <param name="componentCount">K.</param>
    public ExpectationMaximization(double[] data, MixtureUpdate update, double[] start, int componentCount)
    {
        (this.data, this.update, responsibilities) = (data, update, start);
        Step(componentCount);
    }

    /// <summary>The mixture whose log-likelihood is the last of <see cref="Trace"/>; null if the start has collapsed.</summary>
    public MixtureDensity? Density { get; private set; }

    /// <summary>The log-likelihood after each step.</summary>
    public IReadOnlyList<double> Trace => trace;

    /// <summary>Whether a component has collapsed onto too few points: the likelihood has no maximum this way.</summary>
    public bool IsDegenerate { get; private set; }

    public double LogLikelihood => IsDegenerate ? double.NegativeInfinity : trace[^1];

    /// <summary>Whether the last step gained no more than the tolerance.</summary>
    public bool HasConverged(double tolerance) => trace.Count > 1 && trace[^1] - trace[^2] <= tolerance;

    /// <summary>Goes on until a step gains no more than the tolerance, or for so many steps in all.</summary>
    public void Run(double tolerance, int mostSteps, CancellationToken cancellation)
    {
        while (!IsDegenerate && !HasConverged(tolerance) && trace.Count < mostSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            Step(Density!.ComponentCount);
        }
    }

    private void Step(int componentCount)
    {
        if (update.Maximize(responsibilities, componentCount) is not { } next)
        {
            IsDegenerate = true;
            return;
        }
        Density = next;
        trace.Add(next.Score(data, responsibilities).Sum());
    }
}
