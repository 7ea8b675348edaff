using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// 1 with probability p = σ(l), else 0: log P(x) = log σ((2x − 1)·l), and −∞ for every other x. Events are numbers.
/// </summary>
/// <remarks>
/// Strict: for gray values between 0 and 1 log P is −∞; <see cref="BernoulliCrossEntropy"/> is for them. This form is exact for both
/// outcomes at any logit, ±∞ included.
/// </remarks>
public sealed class Bernoulli : Distribution
{
    /// <param name="logits">l = log(p/(1 − p)), […batch].</param>
    public Bernoulli(Tensor logits)
    {
        logits.RequireNumbers(nameof(Bernoulli), "the logits");
        Logits = logits;
    }

    /// <param name="probs">p in [0, 1], […batch]; gradients need 0 &lt; p &lt; 1.</param>
    public static Bernoulli FromProbs(Tensor probs)
    {
        probs.RequireProbability(nameof(Bernoulli), "probs");
        return new Bernoulli(probs.Log() - (-probs).Log1p());
    }

    /// <summary>l.</summary>
    public Tensor Logits { get; }

    /// <summary>p = σ(l).</summary>
    public Tensor Probs => Logits.Sigmoid();

    public override Shape BatchShape => Logits.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.ZeroOrOne;

    public override Tensor Mean => Probs;

    /// <summary>p(1 − p) = σ(l)·σ(−l).</summary>
    public override Tensor Variance => Probs * (-Logits).Sigmoid();

    /// <summary>1 where l &gt; 0, else 0.</summary>
    public override Tensor Mode => Logits.StopGradient().GreaterThan(0);

    /// <summary>−p log p − (1 − p) log(1 − p).</summary>
    public override Tensor Entropy => BinaryEntropy.Cross(Logits, Logits);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new BernoulliFamily(), Logits);

    protected override Tensor LogProbInside(Tensor value) => (value.Affine(2, -1) * Logits).LogSigmoid();

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => rng.Bernoulli(Probs, sampleShape.Concat(BatchShape));
}
