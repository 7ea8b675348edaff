using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The distribution of given values, each as likely as any other: log P(x) = log(how many of them equal x) − log N.</summary>
/// <remarks>It is constant between the values, so nothing here carries a gradient. Two values are equal if all their elements are.</remarks>
public sealed class Empirical : Distribution
{
    private readonly Tensor values;
    private readonly int eventRank;

    /// <param name="values">N values of each member of the batch, finite, […batch, N, event…].</param>
    /// <param name="eventRank">How many of the last dimensions make one event; 0 for numbers.</param>
    public Empirical(Tensor values, int eventRank = 0)
    {
        if (eventRank < 0 || values.Rank < eventRank + 1 || values.Length == 0)
            throw new ArgumentException($"Empirical: the values have shape {values.Shape}, expected […batch, N, event…] with {eventRank} event dimensions and 1 value or more.", nameof(values));
        values.RequireFinite(nameof(Empirical), "the values");
        (this.values, this.eventRank) = (values.StopGradient(), eventRank);
    }

    /// <summary>N.</summary>
    public int Count => values.Shape[^(eventRank + 1)];

    public override Shape BatchShape => values.Shape[..^(eventRank + 1)];

    public override Shape EventShape => values.Shape[^eventRank..];

    public override Support Support => new ObservedSupport(values, eventRank);

    internal override bool IsDiscrete => true;

    public override Tensor Mean => values.Mean(-1 - eventRank);

    /// <summary>The mean squared deviation from the mean.</summary>
    public override Tensor Variance => values.Variance(-1 - eventRank);

    /// <summary>The most frequent value; the first of several.</summary>
    public override Tensor Mode => ObservedValues.MostFrequent(values, eventRank);

    /// <summary>−∑ P log P over the distinct values.</summary>
    public override Tensor Entropy => -(ObservedValues.Frequencies(values, eventRank) / Count).Log().Mean(-1);

    public override Tensor Cdf(Tensor value) => Share(value, nameof(Cdf), isUpper: false);

    public override Tensor Survival(Tensor value) => Share(value, nameof(Survival), isUpper: true);

    public override Tensor LogCdf(Tensor value) => Share(value, nameof(LogCdf), isUpper: false).Log();

    public override Tensor LogSurvival(Tensor value) => Share(value, nameof(LogSurvival), isUpper: true).Log();

    /// <summary>The ⌈pN⌉-th smallest value.</summary>
    public override Tensor Quantile(Tensor probability) => eventRank > 0 ? throw NoFunction(nameof(Quantile))
        : ObservedValues.Quantile(values, probability.StopGradient().BroadcastTo(ShapeOfScore(probability.Shape, nameof(Quantile))));

    protected override Tensor LogProbInside(Tensor value) => (ObservedValues.Matches(values, value, eventRank).Sum(-1) / Count).Log();

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var shape = sampleShape.Concat(BatchShape);
        var (batch, size) = (BatchShape.Size, EventShape.Size);
        var draws = Tensor.Allocate(shape.Concat(EventShape), values.Tape);
        for (var i = 0; i < shape.Size; i++)
            values.Span.Slice((i % batch * Count + rng.NextInt(Count)) * size, size).CopyTo(draws.Span[(i * size)..]);
        return draws;
    }

    private Tensor Share(Tensor value, string member, bool isUpper)
    {
        if (eventRank > 0) throw NoFunction(member);
        var shape = ShapeOfScore(value.Shape, member);
        var x = value.StopGradient().ForEvents(1);
        var counted = isUpper ? values.GreaterThan(x) : x.GreaterThanOrEqual(values);
        return x.EqualTo(x).Where(counted, float.NaN).Sum(-1).BroadcastTo(shape) / Count;
    }
}
