using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>How often each visible unit is on in the data: the first visible biases, the first offsets, and the start of annealing.</summary>
/// <param name="Means">The share of examples in which each unit is on, [visible].</param>
/// <param name="ExampleCount">The number of examples.</param>
public sealed record BaseRates(IReadOnlyList<float> Means, int ExampleCount)
{
    /// <summary>The rates of examples given one after the other.</summary>
    /// <param name="examples">In [0, 1], [N, visible], N 1 or more.</param>
    /// <param name="visibleCount">Values per example, 1 or more.</param>
    public static BaseRates Of(ReadOnlySpan<float> examples, int visibleCount)
    {
        if (visibleCount < 1 || examples.Length == 0 || examples.Length % visibleCount != 0)
            throw new ArgumentException($"BaseRates: {examples.Length} values are no whole number of examples of {visibleCount} units; expected one example or more.", nameof(examples));
        var count = examples.Length / visibleCount;
        var sums = new double[visibleCount];
        for (var i = 0; i < examples.Length; i++) sums[i % visibleCount] += examples[i];
        return new BaseRates([.. sums.Select(s => (float)(s / count))], count);
    }

    /// <summary>log p/(1 − p) with p = (N·mean + 1)/(N + 2), which is finite where a unit is never or always on.</summary>
    public float[] Logits()
    {
        var logits = new float[Means.Count];
        for (var i = 0; i < logits.Length; i++)
        {
            var on = (double)Means[i] * ExampleCount + 1;
            logits[i] = (float)DoubleMath.Log(on / (ExampleCount + 2 - on));
        }
        return logits;
    }
}
