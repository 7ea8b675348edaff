using System.Text.Json.Serialization;
using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Random;

namespace Ansatz.Data;

/// <summary>Whether and how gray pixels are made black or white: not at all, above ½, or at random with the gray value as the probability of white.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<Binarization>.Property)]
[JsonDerivedType(typeof(GrayPixels), "none")]
[JsonDerivedType(typeof(ThresholdPixels), "threshold")]
[JsonDerivedType(typeof(SampledPixels), "sampled")]
[JsonDerivedType(typeof(ResampledPixels), "resampled")]
public abstract record Binarization
{
    /// <summary>1 where the value is above ½, else 0.</summary>
    public static Dataset Threshold(Dataset images) => Convert(images, static (values, _) =>
    {
        foreach (ref var v in values) v = v > 0.5f ? 1 : 0;
    });

    /// <summary>1 with the gray value as the probability, else 0; image i is drawn from the stream's fork i.</summary>
    public static Dataset Sample(Dataset images, Rng rng) => Convert(images, (values, i) => rng.Fork(i).Bernoulli(values, values));

    /// <summary>The images to train on. A draw that is new at every pass is made later, by <see cref="Wrap"/>.</summary>
    /// <param name="images">Gray.</param>
    /// <param name="rng">The stream of the draws.</param>
    public virtual Dataset Training(Dataset images, Rng rng) => Evaluated(images, rng);

    /// <summary>The images to evaluate on, drawn once.</summary>
    /// <param name="images">Gray.</param>
    /// <param name="rng">The stream of the draws.</param>
    public abstract Dataset Evaluated(Dataset images, Rng rng);

    /// <summary>The model as it is trained: itself, or with new pixels at every pass.</summary>
    public virtual ITrainable Wrap(ITrainable model) => model;

    /// <summary>What a report says of the images.</summary>
    public abstract override string ToString();

    private static Dataset Convert(Dataset images, ConvertExample binarize)
    {
        if (images.IsOutsideMemory) return images.WithValues(new ConvertedStorage(images, Support.ZeroOrOne, binarize));
        var length = images.ExampleShape.Size;
        var values = new float[length];
        var pixels = new byte[images.Count * length];
        for (var i = 0; i < images.Count; i++)
        {
            images.CopyTo(i, values);
            binarize(values, i);
            for (var p = 0; p < length; p++) pixels[i * length + p] = values[p] > 0 ? byte.MaxValue : byte.MinValue;
        }
        return images.WithValues(new MemoryStorage<byte>(pixels, length));
    }
}

/// <summary>Pixels stay gray.</summary>
public sealed record GrayPixels : Binarization
{
    public override Dataset Evaluated(Dataset images, Rng rng) => images;

    public override string ToString() => "gray";
}

/// <summary>A pixel is white if its gray value is above ½.</summary>
public sealed record ThresholdPixels : Binarization
{
    public override Dataset Evaluated(Dataset images, Rng rng) => Threshold(images);

    public override string ToString() => "made black and white at ½";
}

/// <summary>A pixel is white with its gray value as the probability, drawn once.</summary>
public sealed record SampledPixels : Binarization
{
    public override Dataset Evaluated(Dataset images, Rng rng) => Sample(images, rng);

    public override string ToString() => "made black and white once, a pixel's gray value being its probability of white";
}

/// <summary>The same, drawn anew at every pass over the training images by <see cref="Rebinarizing"/>. The images to evaluate on are drawn once.</summary>
public sealed record ResampledPixels : Binarization
{
    public override Dataset Training(Dataset images, Rng rng) => images;

    public override Dataset Evaluated(Dataset images, Rng rng) => Sample(images, rng);

    public override ITrainable Wrap(ITrainable model) => new Rebinarizing(model);

    public override string ToString() => "made black and white anew at every pass, a pixel's gray value being its probability of white";
}
