using Ansatz.Random;

namespace Ansatz.Data;

/// <summary>Makes gray images black and white once; <see cref="Rebinarizing"/> draws new ones at every pass.</summary>
public static class Binarization
{
    /// <summary>1 where the value is above ½, else 0.</summary>
    public static Dataset Threshold(Dataset images) => Convert(images, (values, _) =>
    {
        foreach (ref var v in values) v = v > 0.5f ? 1 : 0;
    });

    /// <summary>1 with the gray value as the probability, else 0; image i is drawn from the stream's fork i.</summary>
    public static Dataset Sample(Dataset images, Rng rng) => Convert(images, (values, i) => rng.Fork(i).Bernoulli(values, values));

    private static Dataset Convert(Dataset images, Binarize binarize)
    {
        var length = images.ExampleShape.Size;
        var values = new float[length];
        var pixels = new byte[images.Count * length];
        for (var i = 0; i < images.Count; i++)
        {
            images.CopyTo(i, values);
            binarize(values, i);
            for (var p = 0; p < length; p++) pixels[i * length + p] = values[p] > 0 ? byte.MaxValue : byte.MinValue;
        }
        return images.WithValues(pixels);
    }

    private delegate void Binarize(Span<float> values, int index);
}
