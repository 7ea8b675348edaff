using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The number of successes before the n-th failure: log P(k) = log Γ(k + n) − log Γ(n) − log k! + k log p + n log(1 − p) for k = 0, 1, 2, …, with p = σ(l). It is a Poisson variable with a Gamma rate, and n need not be whole. Events are numbers.</summary>
/// <remarks>Draws carry no gradient. From 2²⁴ on they are rounded to floats, and what lies beyond the largest float is that float.</remarks>
public sealed class NegativeBinomial : Distribution
{
    /// <param name="totalCount">n &gt; 0, […batch].</param>
    /// <param name="logits">l = log(p/(1 − p)), finite, […batch]; the two broadcast.</param>
    public NegativeBinomial(Tensor totalCount, Tensor logits)
    {
        RequirePositive(totalCount, "the total count");
        logits.RequireFinite(Name, "the logits");
        (TotalCount, Logits) = Broadcast(totalCount, logits, "the total count and the logits");
    }

    /// <param name="totalCount">As for the constructor.</param>
    /// <param name="probs">p with 0 &lt; p &lt; 1, […batch].</param>
    public static NegativeBinomial FromProbs(Tensor totalCount, Tensor probs)
    {
        probs.RequireOpenProbability(nameof(NegativeBinomial), "probs");
        return new NegativeBinomial(totalCount, probs.Log() - (-probs).Log1p());
    }

    /// <summary>n.</summary>
    public Tensor TotalCount { get; }

    /// <summary>l.</summary>
    public Tensor Logits { get; }

    /// <summary>p = σ(l).</summary>
    public Tensor Probs => Logits.Sigmoid();

    public override Shape BatchShape => Logits.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.NonNegativeIntegers;

    /// <summary>np/(1 − p) = n·eˡ.</summary>
    public override Tensor Mean => TotalCount * Logits.Exp();

    /// <summary>np/(1 − p)².</summary>
    public override Tensor Variance => Mean / (-Logits).Sigmoid();

    /// <summary>⌈(n − 1)p/(1 − p)⌉ − 1, 0 or more: the least of the likeliest counts.</summary>
    public override Tensor Mode => (-((1 - TotalCount.StopGradient()) * Logits.StopGradient().Exp()).Floor() - 1).Relu();

    /// <summary>−∑ P(k) log P(k), which has no closed form.</summary>
    public override Tensor Entropy => ScalarFunction<NegativeBinomialEntropy>.Apply(default, TotalCount, Logits);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new NegativeBinomialFamily(), TotalCount, Logits);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<NegativeBinomialFamily>.Apply(default, value, TotalCount, Logits);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => CountNoise.Draw(sampleShape.Concat(BatchShape), x => rng.NextNegativeBinomial(x[0], x[1]), TotalCount, Logits);
}
