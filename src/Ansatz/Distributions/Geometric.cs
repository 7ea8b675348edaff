using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The number of failures before the first success: log P(k) = k log(1 − p) + log p for k = 0, 1, 2, …, with p = σ(l). Events are numbers.</summary>
/// <remarks>Draws are ⌊log u/log(1 − p)⌋ for a uniform u; they carry no gradient.</remarks>
public sealed class Geometric : Distribution
{
    /// <param name="logits">l = log(p/(1 − p)), finite, […batch].</param>
    public Geometric(Tensor logits)
    {
        logits.RequireFinite(Name, "the logits");
        Logits = logits;
    }

    /// <param name="probs">p with 0 &lt; p &lt; 1, […batch].</param>
    public static Geometric FromProbs(Tensor probs)
    {
        probs.RequireOpenProbability(nameof(Geometric), "probs");
        return new Geometric(probs.Log() - (-probs).Log1p());
    }

    /// <summary>l.</summary>
    public Tensor Logits { get; }

    /// <summary>p = σ(l).</summary>
    public Tensor Probs => Logits.Sigmoid();

    public override Shape BatchShape => Logits.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.NonNegativeIntegers;

    /// <summary>(1 − p)/p = e^{−l}.</summary>
    public override Tensor Mean => (-Logits).Exp();

    /// <summary>(1 − p)/p².</summary>
    public override Tensor Variance => Mean / Probs;

    /// <summary>0.</summary>
    public override Tensor Mode => Tensor.Zeros(BatchShape);

    /// <summary>−log p − ((1 − p)/p) log(1 − p).</summary>
    public override Tensor Entropy => ScalarFunction<GeometricEntropy>.Apply(default, Logits);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new GeometricFamily(), Logits);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<GeometricFamily>.Apply(default, value, Logits);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Functions!.Sample(rng, sampleShape.Concat(BatchShape));
}
