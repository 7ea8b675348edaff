using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>How flows read examples.</summary>
internal static class FlowData
{
    /// <summary>Rows that pass through a flow at once outside training.</summary>
    public const int RowsPerBatch = 512;

    private const float SmallestScale = 1e-6f;

    /// <summary>The x of a batch, and the context behind it.</summary>
    /// <exception cref="ArgumentException">The examples have another shape.</exception>
    public static (Tensor X, Context Context) Divide(Flow flow, Batch batch)
    {
        Tensor values = batch.Values;
        var expected = flow.ContextFeatures == 0 ? flow.EventShape : [flow.EventShape[0] + flow.ContextFeatures];
        if (values.Rank == 0 || values.Shape[1..] != expected)
            throw new ArgumentException($"{flow.GetType().Name}: examples have shape {(values.Rank == 0 ? values.Shape : values.Shape[1..])}; expected {expected}{(flow.ContextFeatures > 0 ? ", x and the context behind it" : "")}.", nameof(batch));
        if (flow.ContextFeatures == 0) return (values, Context.Of(batch.Labels));
        var length = flow.EventShape[0];
        return (values.Slice(-1, 0, length), new Context(values.Slice(-1, length, flow.ContextFeatures), batch.Labels));
    }

    /// <summary>The mean and the standard deviation of each element, in double.</summary>
    /// <param name="examples">One or more.</param>
    /// <param name="map">What to take from a batch, [n, …].</param>
    public static (float[] Mean, float[] Scale) Moments(IExampleSource examples, Func<Batch, Tensor> map)
    {
        double[]? sum = null, square = null, first = null;
        foreach (var batch in ExampleReader.InOrder(examples, size: RowsPerBatch))
        {
            var values = map(batch).Span;
            var length = values.Length / batch.Count;
            first ??= [.. values[..length].ToArray().Select(v => (double)v)];
            sum ??= new double[length];
            square ??= new double[length];
            // Distances from the first example, so that data far from 0 lose no digits.
            for (var i = 0; i < values.Length; i++)
            {
                var d = values[i] - first[i % length];
                sum[i % length] += d;
                square[i % length] += d * d;
            }
        }
        float[] mean = new float[sum!.Length], scale = new float[sum.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            var shift = sum[i] / examples.Count;
            mean[i] = (float)(first![i] + shift);
            var deviation = (float)Math.Sqrt(Math.Max(0, square![i] / examples.Count - shift * shift));
            scale[i] = deviation > SmallestScale * Math.Abs(mean[i]) && deviation > 0 ? deviation : 1;
        }
        return (mean, scale);
    }
}
