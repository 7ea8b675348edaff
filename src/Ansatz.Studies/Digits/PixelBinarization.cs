namespace Ansatz.Studies.Digits;

/// <summary>Whether and how gray pixels are made black or white.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<PixelBinarization>.Property)]
[JsonDerivedType(typeof(GrayPixels), "none")]
[JsonDerivedType(typeof(ThresholdPixels), "threshold")]
[JsonDerivedType(typeof(SampledPixels), "sampled")]
[JsonDerivedType(typeof(ResampledPixels), "resampled")]
internal abstract record PixelBinarization
{
    /// <summary>Half a sentence for reports; empty for gray pixels.</summary>
    public abstract string Describe();

    /// <summary>Whether the model sees gray pixels.</summary>
    [JsonIgnore]
    public bool IsNone => this is GrayPixels;

    /// <summary>The images that train; the draw of each pass is made later, by <see cref="Wrap"/>.</summary>
    public virtual Dataset Training(Dataset images, Rng rng) => Evaluated(images, rng);

    /// <summary>The images that judge.</summary>
    public abstract Dataset Evaluated(Dataset images, Rng rng);

    /// <summary>The model as it is trained.</summary>
    public virtual ITrainable Wrap(ITrainable model) => model;
}

/// <summary>Pixels stay gray.</summary>
internal sealed record GrayPixels : PixelBinarization
{
    public override string Describe() => "";
    public override Dataset Evaluated(Dataset images, Rng rng) => images;
}

/// <summary>A pixel is white where its gray value is above ½.</summary>
internal sealed record ThresholdPixels : PixelBinarization
{
    public override string Describe() => "made black and white at ½";
    public override Dataset Evaluated(Dataset images, Rng rng) => Binarization.Threshold(images);
}

/// <summary>A pixel is white with its gray value as the probability, drawn once.</summary>
internal sealed record SampledPixels : PixelBinarization
{
    public override string Describe() => "made black and white once, a pixel's gray value being its probability of white";
    public override Dataset Evaluated(Dataset images, Rng rng) => Binarization.Sample(images, rng);
}

/// <summary>The same, drawn anew at every pass over the training images. The images that judge are drawn once.</summary>
internal sealed record ResampledPixels : PixelBinarization
{
    public override string Describe() => "made black and white anew at every pass, a pixel's gray value being its probability of white";
    public override Dataset Training(Dataset images, Rng rng) => images;
    public override Dataset Evaluated(Dataset images, Rng rng) => Binarization.Sample(images, rng);
    public override ITrainable Wrap(ITrainable model) => new Rebinarizing(model);
}
