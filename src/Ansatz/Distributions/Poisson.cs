using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Poisson with rate λ: log P(k) = k log λ − λ − log k! for k = 0, 1, 2, …. Events are numbers.</summary>
/// <remarks>Draws carry no gradient. From 2²⁴ on they are rounded to floats, and what lies beyond the largest float is that float.</remarks>
public sealed class Poisson : Distribution
{
    /// <param name="rate">λ &gt; 0, […batch].</param>
    public Poisson(Tensor rate)
    {
        RequirePositive(rate, "the rate");
        Rate = rate;
    }

    /// <summary>λ.</summary>
    public Tensor Rate { get; }

    public override Shape BatchShape => Rate.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.NonNegativeIntegers;

    public override Tensor Mean => Rate;

    public override Tensor Variance => Rate;

    /// <summary>⌈λ⌉ − 1, which for a whole λ is as likely as λ.</summary>
    public override Tensor Mode => -(-Rate.StopGradient()).Floor() - 1;

    /// <summary>−∑ P(k) log P(k), which has no closed form.</summary>
    public override Tensor Entropy => ScalarFunction<PoissonEntropy>.Apply(default, Rate);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new PoissonFamily(), Rate);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<PoissonFamily>.Apply(default, value, Rate);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => CountNoise.Draw(sampleShape.Concat(BatchShape), x => rng.NextPoisson(x[0]), Rate);
}
