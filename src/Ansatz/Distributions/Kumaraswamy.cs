using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Kumaraswamy with concentrations a and b: log p(x) = log ab + (a − 1) log x + (b − 1) log(1 − xᵃ) for 0 &lt; x &lt; 1. It resembles Beta, and its distribution function
/// 1 − (1 − xᵃ)ᵇ is elementary. Events are numbers.
/// </summary>
/// <remarks>Kumaraswamy, A generalized probability density function for double-bounded random processes (1980). Draws lie between the smallest positive float and 1 − 2⁻²⁴.</remarks>
public sealed class Kumaraswamy : Distribution
{
    private static readonly Support OpenInterval = Support.Interval(0, 1, inclusive: false);

    /// <param name="concentration1">a &gt; 0, […batch].</param>
    /// <param name="concentration0">b &gt; 0, […batch]; the two broadcast.</param>
    public Kumaraswamy(Tensor concentration1, Tensor concentration0)
    {
        RequirePositive(concentration1, "concentration1");
        RequirePositive(concentration0, "concentration0");
        (Concentration1, Concentration0) = Broadcast(concentration1, concentration0, "the concentrations");
    }

    /// <summary>a.</summary>
    public Tensor Concentration1 { get; }

    /// <summary>b.</summary>
    public Tensor Concentration0 { get; }

    public override Shape BatchShape => Concentration1.Shape;

    public override Shape EventShape => [];

    public override Support Support => OpenInterval;

    public override bool IsReparameterized => true;

    /// <summary>b·B(1 + 1/a, b).</summary>
    public override Tensor Mean => ScalarFunction<KumaraswamyMean>.Apply(default, Concentration1, Concentration0);

    /// <summary>b·B(1 + 2/a, b) − mean².</summary>
    public override Tensor Variance => ScalarFunction<KumaraswamyVariance>.Apply(default, Concentration1, Concentration0);

    /// <summary>((a − 1)/(ab − 1))^{1/a} where a and b are above 1; NaN elsewhere, since the density is highest at a bound, which is not in the support, or everywhere the same.</summary>
    public override Tensor Mode => ScalarFunction<KumaraswamyMode>.Apply(default, Concentration1, Concentration0);

    /// <summary>1 − 1/b + (1 − 1/a)(ψ(b + 1) + γ) − log ab.</summary>
    public override Tensor Entropy => ScalarFunction<KumaraswamyEntropy>.Apply(default, Concentration1, Concentration0);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new KumaraswamyFamily(), Concentration1, Concentration0);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<KumaraswamyFamily>.Apply(default, value, Concentration1, Concentration0);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) =>
        Functions!.Sample(rng, sampleShape.Concat(BatchShape), float.Epsilon, 1 - 5.9604645e-8f);
}
