using System.Text.Json.Serialization;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// A change of images, random or not, from which a denoising model learns to restore them. Vincent et al., Extracting and composing robust features with denoising
/// autoencoders (2008).
/// </summary>
/// <remarks>To write one, derive a record and change the pixels in place. GaussianNoise, below, is the one to copy.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<Corruption>.Property)]
[JsonDerivedType(typeof(GaussianNoise), "gaussian")]
[JsonDerivedType(typeof(SaltAndPepper), "salt-and-pepper")]
[JsonDerivedType(typeof(Masking), "masking")]
public abstract record Corruption
{
    /// <summary>A corrupted copy, in the memory of the images' tape.</summary>
    /// <param name="images">Values in [0, 1].</param>
    /// <param name="rng">The stream of the corruption.</param>
    public Tensor Apply(Tensor images, Rng rng)
    {
        var corrupted = Tensor.Allocate(images.Shape, images.Tape);
        images.CopyTo(corrupted.Span);
        Corrupt(corrupted.Span, rng);
        return corrupted;
    }

    /// <summary>What a report says of it.</summary>
    public abstract override string ToString();

    /// <summary>Changes the pixels of a batch in place.</summary>
    /// <param name="pixels">In [0, 1], before and after.</param>
    /// <param name="rng">The stream of the corruption.</param>
    protected abstract void Corrupt(Span<float> pixels, Rng rng);

    private protected static double Checked(double share, string name) => share is >= 0 and <= 1
        ? share
        : throw new ArgumentOutOfRangeException(nameof(share), FormattableString.Invariant($"{name}: the share is {share}; expected 0 to 1."));
}

/// <summary>Adds N(0, σ²) to every value and limits the sum to [0, 1].</summary>
public sealed record GaussianNoise : Corruption
{
    /// <param name="sigma">σ, 0 or more.</param>
    public GaussianNoise(double sigma) => Sigma = sigma >= 0 && double.IsFinite(sigma)
        ? sigma
        : throw new ArgumentOutOfRangeException(nameof(sigma), FormattableString.Invariant($"GaussianNoise: σ is {sigma}; expected 0 or more."));

    public double Sigma { get; }

    public override string ToString() => FormattableString.Invariant($"gaussian {Sigma}");

    protected override void Corrupt(Span<float> pixels, Rng rng)
    {
        var noise = new float[pixels.Length];
        rng.Normal(noise);
        for (var i = 0; i < pixels.Length; i++) pixels[i] = Math.Clamp(MathF.FusedMultiplyAdd((float)Sigma, noise[i], pixels[i]), 0f, 1f);
    }
}

/// <summary>Makes a share of the values 0 or 1, with equal chances.</summary>
public sealed record SaltAndPepper : Corruption
{
    /// <param name="share">In [0, 1].</param>
    public SaltAndPepper(double share) => Share = Checked(share, nameof(SaltAndPepper));

    public double Share { get; }

    public override string ToString() => FormattableString.Invariant($"salt-and-pepper {Share}");

    protected override void Corrupt(Span<float> pixels, Rng rng)
    {
        var half = (float)Share / 2;
        var u = new float[pixels.Length];
        rng.Uniform(u);
        for (var i = 0; i < pixels.Length; i++) pixels[i] = u[i] < half ? 0 : u[i] < 2 * half ? 1 : pixels[i];
    }
}

/// <summary>Makes a share of the values 0.</summary>
public sealed record Masking : Corruption
{
    /// <param name="share">In [0, 1].</param>
    public Masking(double share) => Share = Checked(share, nameof(Masking));

    public double Share { get; }

    public override string ToString() => FormattableString.Invariant($"masking {Share}");

    protected override void Corrupt(Span<float> pixels, Rng rng)
    {
        var u = new float[pixels.Length];
        rng.Uniform(u);
        for (var i = 0; i < pixels.Length; i++)
            if (u[i] < (float)Share) pixels[i] = 0;
    }
}
