using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>One of K outcomes, written 0, …, K − 1: log P(k) = lₖ − log ∑ⱼ e^{lⱼ}. Events are numbers.</summary>
public sealed class Categorical : Distribution
{
    /// <param name="logits">l, […batch, K], below ∞; any constant may be added to a row, −∞ makes an outcome impossible, but not all of a row.</param>
    public Categorical(Tensor logits)
    {
        if (logits.Rank == 0) throw new ArgumentException("Categorical: the logits are a single number, expected […batch, K].", nameof(logits));
        logits.RequireBelowInfinity(nameof(Categorical), "the logits");
        RequirePossible(logits, float.NegativeInfinity, "logits");
        LogProbs = logits.LogSoftmax();
    }

    private Categorical(Tensor probs, Tensor sums)
    {
        LogProbs = probs.Log() - sums.Log();
    }

    /// <param name="probs">P, […batch, K], each in [0, 1], not all of a row 0; a row is divided by its sum.</param>
    public static Categorical FromProbs(Tensor probs)
    {
        if (probs.Rank == 0) throw new ArgumentException("Categorical: the probs are a single number, expected […batch, K].", nameof(probs));
        probs.RequireProbability(nameof(Categorical), "probs");
        RequirePossible(probs, 0, "probs");
        return new Categorical(probs, probs.Sum(-1, keepDimension: true));
    }

    /// <summary>log P, […batch, K].</summary>
    public Tensor LogProbs { get; }

    /// <summary>P, […batch, K].</summary>
    public Tensor Probs => LogProbs.Exp();

    public override Shape BatchShape => LogProbs.Shape[..^1];

    public override Shape EventShape => [];

    public override Support Support => Support.Integers(0, LogProbs.Shape[^1] - 1);

    /// <summary>The outcome with the highest probability.</summary>
    public override Tensor Mode => LogProbs.StopGradient().ArgMax(-1);

    /// <summary>−∑ₖ P(k) log P(k); 0 log 0 counts as 0.</summary>
    public override Tensor Entropy => -Expectation(LogProbs);

    /// <summary>∑ₖ P(k)·fₖ over the outcomes that can occur.</summary>
    internal Tensor Expectation(Tensor f)
    {
        var probs = Probs;
        return (probs * probs.StopGradient().IsBetween(float.Epsilon, 1).Where(f, 0f)).Sum(-1);
    }

    protected override Tensor LogProbInside(Tensor value) => OneHot(value).Where(LogProbs, 0f).Sum(-1);

    public override Tensor Cdf(Tensor value) => LogCdf(value).Exp();

    public override Tensor Survival(Tensor value) => LogSurvival(value).Exp();

    public override Tensor LogCdf(Tensor value) => CategoricalFunctions.LogTail(this, value, isUpper: false).BroadcastTo(ShapeOfScore(value.Shape, nameof(LogCdf)));

    public override Tensor LogSurvival(Tensor value) => CategoricalFunctions.LogTail(this, value, isUpper: true).BroadcastTo(ShapeOfScore(value.Shape, nameof(LogSurvival)));

    public override Tensor Quantile(Tensor probability) =>
        CategoricalFunctions.Quantile(this, probability.StopGradient().BroadcastTo(ShapeOfScore(probability.Shape, nameof(Quantile))));

    internal override bool IsDiscrete => true;

    /// <summary>1 at each value's place among the outcomes, […, K].</summary>
    internal Tensor OneHot(Tensor value)
    {
        var outcomes = Tensor.From([.. Enumerable.Range(0, LogProbs.Shape[^1]).Select(k => (float)k)]);
        return (value.StopGradient().Reshape(value.Shape.Concat([1])) - outcomes).IsBetween(0, 0);
    }

    private static void RequirePossible(Tensor rows, float impossible, string name)
    {
        var count = rows.Shape[^1];
        ReadOnlySpan<float> values = rows.Span;
        for (var start = 0; start < values.Length; start += count)
            if (!values.Slice(start, count).ContainsAnyExcept(impossible))
                throw new ArgumentException($"Categorical: all {count} {name} of row {start / count} are {impossible}, so that no outcome is possible; give at least one that is more.", name);
    }

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => rng.Categorical(Probs, sampleShape);
}
