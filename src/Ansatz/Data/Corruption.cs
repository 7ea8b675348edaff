using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>A corruption of images; a denoising model learns to reconstruct the images from it. Vincent et al., Extracting and composing robust features with denoising autoencoders (2008).</summary>
public abstract class Corruption
{
    /// <summary>A corrupted copy, in the memory of the images' tape.</summary>
    /// <param name="images">Values in [0, 1].</param>
    /// <param name="rng">The stream of the corruption.</param>
    public Tensor Apply(Tensor images, Rng rng)
    {
        var damaged = Tensor.Allocate(images.Shape, images.Tape);
        images.CopyTo(damaged.Span);
        Damage(damaged.Span, rng);
        return damaged;
    }

    /// <summary>What a configuration says of it.</summary>
    public abstract override string ToString();

    /// <summary>Changes the pixels in place; the model sees the result.</summary>
    protected abstract void Damage(Span<float> pixels, Rng rng);

    /// <summary>Refuses a share outside [0, 1].</summary>
    private protected static double Share(double share, string name) => share is >= 0 and <= 1
        ? share
        : throw new ArgumentOutOfRangeException(nameof(share), FormattableString.Invariant($"{name}: the share is {share}; expected 0 to 1."));
}

/// <summary>Adds N(0, σ²) to every value and limits the sum to [0, 1].</summary>
/// <param name="sigma">σ, 0 or more.</param>
public sealed class GaussianNoise(double sigma) : Corruption
{
    private readonly float sigma = sigma >= 0 && double.IsFinite(sigma)
        ? (float)sigma
        : throw new ArgumentOutOfRangeException(nameof(sigma), FormattableString.Invariant($"GaussianNoise: σ is {sigma}; expected 0 or more."));

    public override string ToString() => FormattableString.Invariant($"gaussian {sigma}");

    protected override void Damage(Span<float> pixels, Rng rng)
    {
        var noise = new float[pixels.Length];
        rng.Normal(noise);
        for (var i = 0; i < pixels.Length; i++) pixels[i] = Math.Clamp(MathF.FusedMultiplyAdd(sigma, noise[i], pixels[i]), 0f, 1f);
    }
}

/// <summary>Sets a share of the values to 0 or 1, with equal probability.</summary>
/// <param name="share">In [0, 1].</param>
public sealed class SaltAndPepper(double share) : Corruption
{
    private readonly float half = (float)Share(share, nameof(SaltAndPepper)) / 2;

    public override string ToString() => FormattableString.Invariant($"salt-and-pepper {share}");

    protected override void Damage(Span<float> pixels, Rng rng)
    {
        var u = new float[pixels.Length];
        rng.Uniform(u);
        for (var i = 0; i < pixels.Length; i++) pixels[i] = u[i] < half ? 0 : u[i] < 2 * half ? 1 : pixels[i];
    }
}

/// <summary>Sets a share of the values to 0.</summary>
/// <param name="share">In [0, 1].</param>
public sealed class Masking(double share) : Corruption
{
    private readonly float threshold = (float)Share(share, nameof(Masking));

    public override string ToString() => FormattableString.Invariant($"masking {share}");

    protected override void Damage(Span<float> pixels, Rng rng)
    {
        var u = new float[pixels.Length];
        rng.Uniform(u);
        for (var i = 0; i < pixels.Length; i++)
            if (u[i] < threshold) pixels[i] = 0;
    }
}
