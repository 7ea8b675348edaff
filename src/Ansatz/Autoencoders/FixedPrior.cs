using Ansatz.Distributions;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>The same distribution for every context: a prior without parameters.</summary>
/// <param name="distribution">p(z), batch shape [].</param>
public sealed class FixedPrior(Distribution distribution) : IConditional<Distribution>
{
    public Distribution Distribution { get; } = distribution;

    public Distribution Given(Context context, Pass pass = default) => Distribution;
}
