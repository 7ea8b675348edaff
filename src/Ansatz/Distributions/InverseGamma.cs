using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>1/Y for Y from Gamma(α, β): log p(x) = α log β − (α + 1) log x − β/x − log Γ(α) for x &gt; 0. Events are numbers.</summary>
/// <remarks>A draw beyond the largest float is that float. The gradient of draws is that of the quantile, see <see cref="Gamma"/>.</remarks>
public sealed class InverseGamma : Distribution
{
    /// <param name="concentration">α &gt; 0, […batch].</param>
    /// <param name="rate">β &gt; 0, the rate of 1/x and the scale of x, […batch]; the two broadcast.</param>
    public InverseGamma(Tensor concentration, Tensor rate)
    {
        RequirePositive(concentration, "the concentration");
        RequirePositive(rate, "the rate");
        (Concentration, Rate) = Broadcast(concentration, rate, "concentration and rate");
    }

    /// <summary>α.</summary>
    public Tensor Concentration { get; }

    /// <summary>β.</summary>
    public Tensor Rate { get; }

    public override Shape BatchShape => Rate.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.Positive;

    public override bool IsReparameterized => true;

    /// <summary>β/(α − 1) where α &gt; 1, +∞ elsewhere.</summary>
    public override Tensor Mean => Concentration.IsBetween(1, float.PositiveInfinity, inclusive: false).Where(Rate / (Concentration - 1), float.PositiveInfinity);

    /// <summary>β²/((α − 1)²(α − 2)) where α &gt; 2, +∞ where 1 &lt; α ≤ 2, NaN elsewhere.</summary>
    public override Tensor Variance
    {
        get
        {
            var alpha = Concentration;
            var ratio = Rate / (alpha - 1);
            var beyond = alpha.IsBetween(1, float.PositiveInfinity, inclusive: false).Where(float.PositiveInfinity, float.NaN);
            return alpha.IsBetween(2, float.PositiveInfinity, inclusive: false).Where(ratio * (ratio / (alpha - 2)), beyond);
        }
    }

    /// <summary>β/(α + 1).</summary>
    public override Tensor Mode => Rate / (Concentration + 1);

    /// <summary>α + log β + log Γ(α) − (1 + α)ψ(α).</summary>
    public override Tensor Entropy => ScalarFunction<InverseGammaEntropy>.Apply(default, Concentration, Rate);

    /// <summary>The distribution of 1/x.</summary>
    internal Gamma Reciprocal => new(Concentration, Rate);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new InverseGammaFamily(), Concentration, Rate);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<InverseGammaFamily>.Apply(default, value, Concentration, Rate);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Functions!.Reparameterize(rng.InverseGamma(Concentration, Rate, sampleShape.Concat(BatchShape)));
}
