using Ansatz.Distributions;

namespace Ansatz.Networks;

/// <summary>The same distribution for every context: a prior without parameters, for instance.</summary>
/// <param name="distribution">Batch shape [].</param>
public sealed class Unconditional(Distribution distribution) : IConditional<Distribution>
{
    public Distribution Distribution { get; } = distribution;

    public Distribution Given(Context context, Pass pass = default) => Distribution;
}
