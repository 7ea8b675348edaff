using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Takes the last batch dimensions of a distribution as part of its event: log p(x) = ∑ log p(xᵢ). An image is one event of independent pixels.
/// </summary>
public sealed class Independent : Distribution
{
    private readonly int rank;

    /// <param name="distribution">The distribution of each part.</param>
    /// <param name="reinterpretedRank">How many of its last batch dimensions become event dimensions.</param>
    public Independent(Distribution distribution, int reinterpretedRank)
    {
        var batch = distribution.BatchShape;
        if (reinterpretedRank < 0 || reinterpretedRank > batch.Rank)
            throw new ArgumentException($"Independent: {reinterpretedRank} dimensions asked of the batch shape {batch}, which has {batch.Rank}.", nameof(reinterpretedRank));
        Part = distribution;
        rank = reinterpretedRank;
        BatchShape = batch[..^rank];
        EventShape = batch[^rank..].Concat(distribution.EventShape);
    }

    /// <summary>The distribution of each part.</summary>
    public Distribution Part { get; }

    public override Shape BatchShape { get; }

    public override Shape EventShape { get; }

    public override Support Support => Part.Support;

    public override bool IsReparameterized => Part.IsReparameterized;

    public override bool IsNormalized => Part.IsNormalized;

    public override Tensor Mean => Part.Mean;

    public override Tensor Variance => Part.Variance;

    public override Tensor StandardDeviation => Part.StandardDeviation;

    public override Tensor Entropy => Sum(Part.Entropy);

    protected override Tensor LogProbInside(Tensor value)
    {
        // A part whose score is the same for every value may return fewer dimensions than the value has.
        var score = Part.ScoreInside(value);
        return Sum(score.BroadcastTo(Shape.Broadcast(value.Shape[..^Part.EventShape.Rank], Part.BatchShape)));
    }

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Part.Sample(rng, sampleShape);

    public override (Tensor Value, Tensor LogProb) SampleAndLogProb(Rng rng, Shape sampleShape = default)
    {
        var (value, logProb) = Part.SampleAndLogProb(rng, sampleShape);
        return (value, Sum(logProb));
    }

    internal override (Distribution Base, Bijector Map)? Image =>
        Part.Image is var (before, map) && before.BatchShape == Part.BatchShape ? (new Independent(before, rank), map) : null;

    internal Tensor Sum(Tensor perPart) => perPart.SumLast(rank);
}
