using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Comparisons of events with the values of an <see cref="Empirical"/> distribution, […batch, N, event…].</summary>
internal static class ObservedValues
{
    /// <summary>1 where an event equals the n-th value, […, N].</summary>
    public static Tensor Matches(Tensor values, Tensor events, int eventRank)
    {
        var untracked = events.StopGradient();
        return untracked.Reshape([.. events.Shape.Dimensions[..^eventRank], 1, .. events.Shape.Dimensions[^eventRank..]]).EqualTo(values).AllLast(eventRank);
    }

    /// <summary>How often each value occurs, […batch, N].</summary>
    public static Tensor Frequencies(Tensor values, int eventRank)
    {
        var (count, size) = (values.Shape[^(eventRank + 1)], values.Shape[^eventRank..].Size);
        var frequencies = Tensor.Allocate(values.Shape[..^eventRank], values.Tape);
        for (var start = 0; start < frequencies.Length; start += count)
            for (var i = 0; i < count; i++)
            {
                var found = 0;
                for (var j = 0; j < count; j++)
                    if (values.Span.Slice((start + i) * size, size).SequenceEqual(values.Span.Slice((start + j) * size, size))) found++;
                frequencies.Span[start + i] = found;
            }
        return frequencies;
    }

    /// <summary>The value that occurs most often, […batch, event…].</summary>
    public static Tensor MostFrequent(Tensor values, int eventRank)
    {
        var frequencies = Frequencies(values, eventRank);
        var (count, size) = (frequencies.Shape[^1], values.Shape[^eventRank..].Size);
        var best = frequencies.ArgMax(-1);
        var found = Tensor.Allocate(best.Shape.Concat(values.Shape[^eventRank..]), values.Tape);
        for (var b = 0; b < best.Length; b++) values.Span.Slice((b * count + (int)best.Span[b]) * size, size).CopyTo(found.Span[(b * size)..]);
        return found;
    }

    /// <summary>The ⌈pN⌉-th smallest value of each row; NaN for p outside [0, 1].</summary>
    public static Tensor Quantile(Tensor values, Tensor probability)
    {
        var count = values.Shape[^1];
        var sorted = values.ToArray();
        for (var start = 0; start < sorted.Length; start += count) sorted.AsSpan(start, count).Sort();
        var found = Tensor.Allocate(probability.Shape, probability.Tape ?? values.Tape);
        for (var i = 0; i < found.Length; i++)
        {
            var p = probability.Span[i];
            var at = (int)Math.Clamp(Math.Ceiling((double)p * count) - 1, 0, count - 1);
            found.Span[i] = p is >= 0 and <= 1 ? sorted[i % (sorted.Length / count) * count + at] : float.NaN;
        }
        return found;
    }
}

/// <summary>The values that were observed.</summary>
internal sealed class ObservedSupport(Tensor values, int eventRank) : Support
{
    public override int EventRank => eventRank;

    public override Tensor Contains(Tensor value) => ObservedValues.Matches(values, value, eventRank).Sum(-1).IsBetween(1, float.MaxValue);

    public override Tensor InteriorPoint(Shape shape)
    {
        var axis = values.Rank - eventRank - 1;
        return values.Slice(axis, 0, 1).Reshape(values.Shape[..axis].Concat(values.Shape[(axis + 1)..]));
    }

    public override string ToString() => "the observed values";
}
