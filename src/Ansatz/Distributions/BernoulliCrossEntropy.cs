using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The Bernoulli's negative cross-entropy for gray values: x·l − softplus(l) = x log p + (1 − x) log(1 − p) on [0, 1], with p = σ(l). Events are numbers.
/// </summary>
/// <remarks>
/// Its exponential does not integrate to 1 over [0, 1], so <see cref="IsNormalized"/> is false: its value is a cross-entropy and never a likelihood. A draw is 0 or 1,
/// 1 with probability p; the gray picture is <see cref="Mean"/>, p itself.
/// </remarks>
public sealed class BernoulliCrossEntropy : Distribution
{
    /// <param name="logits">l = log(p/(1 − p)), […batch], finite.</param>
    public BernoulliCrossEntropy(Tensor logits)
    {
        logits.RequireNumbers(nameof(BernoulliCrossEntropy), "the logits");
        Logits = logits;
    }

    /// <summary>l.</summary>
    public Tensor Logits { get; }

    public override Shape BatchShape => Logits.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.UnitInterval;

    public override bool IsNormalized => false;

    public override Tensor Mean => Logits.Sigmoid();

    /// <summary>p(1 − p), that of the draws.</summary>
    public override Tensor Variance => Logits.Sigmoid() * (-Logits).Sigmoid();

    protected override Tensor LogProbInside(Tensor value) => value.CrossEntropyFromLogits(Logits);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => rng.Bernoulli(Mean, sampleShape.Concat(BatchShape));
}
