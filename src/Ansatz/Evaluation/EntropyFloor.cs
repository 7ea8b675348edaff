using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>
/// The smallest cross-entropy that a decoder can reach on gray pixels: the data's own entropy, −∑ x log x + (1 − x) log(1 − x), in nats per example.
/// A decoder reaches it if it decodes every image exactly.
/// </summary>
public static class EntropyFloor
{
    /// <param name="examples">Pixels in [0, 1], one example or more.</param>
    /// <exception cref="ArgumentException">A value lies outside [0, 1].</exception>
    public static double Of(IExampleSource examples)
    {
        examples.RequireExamples("EntropyFloor");
        return (examples is Dataset { HasBytes: true } bytes ? OfBytes(bytes) : OfFloats(examples)) / examples.Count;
    }

    // Bytes have 256 values, so counts are exact, and one logarithm per value is enough.
    private static double OfBytes(Dataset dataset)
    {
        var counts = new long[256];
        var buffer = new byte[dataset.ExampleShape.Size];
        for (var i = 0; i < dataset.Count; i++)
            foreach (var pixel in dataset.Bytes(i, buffer)) counts[pixel]++;
        var sum = 0.0;
        for (var pixel = 0; pixel < counts.Length; pixel++) sum += counts[pixel] * Entropy(pixel / 255f);
        return sum;
    }

    private static double OfFloats(IExampleSource examples)
    {
        var values = new float[examples.ExampleShape.Size];
        var sum = 0.0;
        for (var i = 0; i < examples.Count; i++)
        {
            examples.CopyTo(i, values);
            foreach (var x in values) sum += Entropy(x);
        }
        return sum;
    }

    private static double Entropy(float x) => x switch
    {
        0 or 1 => 0,
        > 0 and < 1 => -(x * DoubleMath.Log(x) + (1.0 - x) * DoubleMath.Log1p(-x)),
        _ => throw new ArgumentException($"EntropyFloor: found {x}; expected pixels in [0, 1].", nameof(x)),
    };
}
