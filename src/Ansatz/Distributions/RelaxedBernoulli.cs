using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// A coin made differentiable: σ((l + L)/τ) for a standard logistic L. log p(x) = log τ + log σ(s) + log σ(−s) − log x − log(1 − x), s = τ logit x − l, for 0 &lt; x &lt; 1.
/// Events are numbers.
/// </summary>
/// <remarks>P(x &gt; ½) = σ(l) at any τ, and for τ → 0 the values go to 0 and 1. Maddison, Mnih and Teh, The concrete distribution (2017). Draws lie between the smallest positive float and 1 − 2⁻²⁴.</remarks>
public sealed class RelaxedBernoulli : Distribution
{
    private static readonly Support OpenInterval = Support.Interval(0, 1, inclusive: false);

    /// <param name="temperature">τ &gt; 0, […batch].</param>
    /// <param name="logits">l, finite, […batch]; the two broadcast.</param>
    public RelaxedBernoulli(Tensor temperature, Tensor logits)
    {
        RequirePositive(temperature, "the temperature");
        logits.RequireFinite(Name, "the logits");
        (Temperature, Logits) = Broadcast(temperature, logits, "temperature and logits");
    }

    /// <summary>τ.</summary>
    public Tensor Temperature { get; }

    /// <summary>l.</summary>
    public Tensor Logits { get; }

    public override Shape BatchShape => Logits.Shape;

    public override Shape EventShape => [];

    public override Support Support => OpenInterval;

    public override bool IsReparameterized => true;

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new RelaxedBernoulliFamily(), Temperature, Logits);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<RelaxedBernoulliFamily>.Apply(default, value, Temperature, Logits);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) =>
        Functions!.Sample(rng, sampleShape.Concat(BatchShape), float.Epsilon, 1 - 5.9604645e-8f);
}
