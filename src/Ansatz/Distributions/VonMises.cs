using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The von Mises distribution of an angle: log p(x) = κ cos(x − μ) − log 2πI₀(κ) for −π ≤ x ≤ π. Events are numbers.</summary>
/// <remarks>
/// Mean and variance are those of directions: the angle of E e^{ix}, and 1 − |E e^{ix}|. The gradient of draws follows the circle: a draw that moves with μ over π
/// comes back at −π. The functions from <see cref="Distribution.Cdf"/> on count from −π. Best and Fisher, Efficient simulation of the von Mises distribution (1979).
/// </remarks>
public sealed class VonMises : Distribution
{
    private const float Pi = 3.14159274f;

    private static readonly Support Circle = Support.Interval(-Pi, Pi);

    /// <param name="loc">μ, finite, […batch].</param>
    /// <param name="concentration">κ &gt; 0, […batch]; the two broadcast.</param>
    public VonMises(Tensor loc, Tensor concentration)
    {
        loc.RequireFinite(Name, "loc");
        RequirePositive(concentration, "the concentration");
        (Loc, Concentration) = Broadcast(loc, concentration, "loc and concentration");
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>κ.</summary>
    public Tensor Concentration { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override Support Support => Circle;

    public override bool IsReparameterized => true;

    /// <summary>μ as an angle in [−π, π].</summary>
    public override Tensor Mean => ScalarFunction<VonMisesAngle>.Apply(default, Loc);

    /// <summary>1 − I₁(κ)/I₀(κ).</summary>
    public override Tensor Variance => ScalarFunction<VonMisesVariance>.Apply(default, Concentration).BroadcastTo(BatchShape);

    public override Tensor Mode => Mean;

    /// <summary>log 2πI₀(κ) − κI₁(κ)/I₀(κ).</summary>
    public override Tensor Entropy => ScalarFunction<VonMisesEntropy>.Apply(default, Concentration).BroadcastTo(BatchShape);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new VonMisesFamily(), Loc, Concentration);

    // The normalizer is computed for each member of the batch, not for each value.
    protected override Tensor LogProbInside(Tensor value) =>
        ScalarFunction<VonMisesExponent>.Apply(default, value, Loc, Concentration) - ScalarFunction<VonMisesLogNormalizer>.Apply(default, Concentration);

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var draws = CountNoise.Draw(sampleShape.Concat(BatchShape), x => rng.NextVonMises(x[0], x[1]), Loc, Concentration);
        return Loc.IsTracked || Concentration.IsTracked ? ScalarFunction<VonMisesDraw>.Apply(default, draws, Loc, Concentration) : draws;
    }
}
