using Ansatz.Data;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>
/// The least cross-entropy any decoder can reach on gray pixels: the data's own entropy, −∑ x log x + (1 − x) log(1 − x), in nats an example.
/// It is reached by decoding every image exactly.
/// </summary>
public static class EntropyFloor
{
    /// <param name="dataset">Pixels in [0, 1], one example or more.</param>
    /// <exception cref="ArgumentException">A value lies outside [0, 1].</exception>
    public static double Of(Dataset dataset)
    {
        if (dataset.Count == 0) throw new ArgumentException("EntropyFloor: the data set is empty; give one example or more.");
        return (dataset.HasBytes ? OfBytes(dataset) : OfFloats(dataset)) / dataset.Count;
    }

    // Bytes have 256 values: counting them is exact, and a logarithm each enough.
    private static double OfBytes(Dataset dataset)
    {
        var counts = new long[256];
        for (var i = 0; i < dataset.Count; i++)
            foreach (var pixel in dataset.Bytes(i)) counts[pixel]++;
        var sum = 0.0;
        for (var pixel = 0; pixel < counts.Length; pixel++) sum += counts[pixel] * Entropy(pixel / 255f);
        return sum;
    }

    private static double OfFloats(Dataset dataset)
    {
        var values = new float[dataset.ExampleShape.Size];
        var sum = 0.0;
        for (var i = 0; i < dataset.Count; i++)
        {
            dataset.CopyTo(i, values);
            foreach (var x in values) sum += Entropy(x);
        }
        return sum;
    }

    private static double Entropy(float x) => x switch
    {
        0 or 1 => 0,
        > 0 and < 1 => -(x * DoubleMath.Log(x) + (1.0 - x) * DoubleMath.Log1p(-x)),
        _ => throw new ArgumentException($"EntropyFloor: found {x}; expected pixels in [0, 1]."),
    };
}
