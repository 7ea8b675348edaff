using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The number of ones among n coins: log P(k) = log C(n, k) + k log p + (n − k) log(1 − p) for k = 0, …, n, with p = σ(l). Events are numbers.</summary>
/// <remarks>Draws carry no gradient. From 2²⁴ on they are rounded to floats.</remarks>
public sealed class Binomial : Distribution
{
    /// <param name="totalCount">n, a whole number, 0 or more, […batch].</param>
    /// <param name="logits">l = log(p/(1 − p)), finite, […batch]; the two broadcast.</param>
    public Binomial(Tensor totalCount, Tensor logits)
    {
        RequireCounts(totalCount);
        logits.RequireFinite(Name, "the logits");
        (TotalCount, Logits) = Broadcast(totalCount, logits, "the total count and the logits");
    }

    /// <param name="totalCount">As for the constructor.</param>
    /// <param name="probs">p with 0 &lt; p &lt; 1, […batch].</param>
    public static Binomial FromProbs(Tensor totalCount, Tensor probs)
    {
        probs.RequireOpenProbability(nameof(Binomial), "probs");
        return new Binomial(totalCount, probs.Log() - (-probs).Log1p());
    }

    private static void RequireCounts(Tensor totalCount)
    {
        foreach (var n in totalCount.Span)
            if (!(n >= 0 && n <= float.MaxValue && n == MathF.Floor(n))) throw new ArgumentException($"Binomial: the total count must be a whole number, 0 or more, found {n}.", nameof(totalCount));
    }

    /// <summary>n.</summary>
    public Tensor TotalCount { get; }

    /// <summary>l.</summary>
    public Tensor Logits { get; }

    /// <summary>p = σ(l).</summary>
    public Tensor Probs => Logits.Sigmoid();

    public override Shape BatchShape => Logits.Shape;

    public override Shape EventShape => [];

    public override Support Support => new CountSupport(TotalCount);

    /// <summary>np.</summary>
    public override Tensor Mean => TotalCount * Probs;

    /// <summary>np(1 − p).</summary>
    public override Tensor Variance => TotalCount * Probs * (-Logits).Sigmoid();

    /// <summary>⌈(n + 1)p⌉ − 1, at most n and 0 or more: the least of the likeliest counts.</summary>
    public override Tensor Mode => ScalarFunction<BinomialMode>.Apply(default, TotalCount.StopGradient(), Logits.StopGradient());

    /// <summary>−∑ P(k) log P(k), which has no closed form.</summary>
    public override Tensor Entropy => ScalarFunction<BinomialEntropy>.Apply(default, TotalCount, Logits);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new BinomialFamily(), TotalCount, Logits);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<BinomialFamily>.Apply(default, value, TotalCount, Logits);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => CountNoise.Draw(sampleShape.Concat(BatchShape), x => rng.NextBinomial(x[0], x[1]), TotalCount, Logits);
}
