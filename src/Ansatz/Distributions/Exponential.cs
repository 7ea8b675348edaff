using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Exponential with rate λ: log p(x) = log λ − λx for x ≥ 0. Events are numbers.</summary>
public sealed class Exponential : Distribution
{
    /// <param name="rate">λ &gt; 0, […batch].</param>
    public Exponential(Tensor rate)
    {
        rate.RequirePositive(nameof(Exponential), "the rate");
        Rate = rate;
    }

    /// <summary>λ.</summary>
    public Tensor Rate { get; }

    public override Shape BatchShape => Rate.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.NonNegative;

    public override bool IsReparameterized => true;

    public override Tensor Mean => Rate.Reciprocal();

    public override Tensor Variance => Rate.Reciprocal().Square();

    public override Tensor StandardDeviation => Mean;

    /// <summary>0.</summary>
    public override Tensor Mode => Tensor.Zeros(BatchShape);

    /// <summary>1 − log λ.</summary>
    public override Tensor Entropy => 1 - Rate.Log();

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new ExponentialScore(), Rate);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<ExponentialScore>.Apply(default, value, Rate);

    // A draw beyond the largest float is that float, without a gradient.
    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var standard = rng.Exponential(sampleShape.Concat(BatchShape), tape: Rate.Tape);
        var x = standard / Rate;
        if (Predicates.All(Bijectors.Support.Finite, x)) return x;
        var isFinite = x.StopGradient().IsFinite();
        return isFinite.Where(standard / isFinite.Where(Rate, 1f), float.MaxValue);
    }
}
