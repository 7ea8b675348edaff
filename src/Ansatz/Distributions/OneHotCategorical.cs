using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>One of K outcomes, written as a vector with a single 1: log P(x) = log P(k) for the place k of that 1. Events are vectors.</summary>
public sealed class OneHotCategorical : Distribution
{
    private static readonly Support Indicators = new EventSupport(1,
        y => y.IsIntegerBetween(0, 1).AllLast(1) * y.Sum(-1).IsBetween(1, 1),
        shape => Tensor.From([.. Enumerable.Range(0, shape[0]).Select(k => k == 0 ? 1f : 0)]), "the vectors with a single 1");

    private readonly Categorical outcomes;

    /// <param name="logits">l, […batch, K], as for <see cref="Categorical"/>.</param>
    public OneHotCategorical(Tensor logits)
        : this(new Categorical(logits))
    {
    }

    private OneHotCategorical(Categorical outcomes) => this.outcomes = outcomes;

    /// <param name="probs">P, […batch, K], as for <see cref="Categorical"/>.</param>
    public static OneHotCategorical FromProbs(Tensor probs) => new(Categorical.FromProbs(probs));

    /// <summary>log P, […batch, K].</summary>
    public Tensor LogProbs => outcomes.LogProbs;

    /// <summary>P, […batch, K].</summary>
    public Tensor Probs => outcomes.Probs;

    public override Shape BatchShape => outcomes.BatchShape;

    public override Shape EventShape => LogProbs.Shape[^1..];

    public override Support Support => Indicators;

    internal override bool IsDiscrete => true;

    /// <summary>P.</summary>
    public override Tensor Mean => Probs;

    /// <summary>P(1 − P).</summary>
    public override Tensor Variance => Probs * (1 - Probs);

    public override Tensor Mode => outcomes.OneHot(outcomes.Mode);

    public override Tensor Entropy => outcomes.Entropy;

    /// <summary>The distribution of the place of the 1.</summary>
    internal Categorical Outcomes => outcomes;

    protected override Tensor LogProbInside(Tensor value) => value.StopGradient().Where(LogProbs, 0f).Sum(-1);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => outcomes.OneHot(outcomes.Sample(rng, sampleShape));
}
