namespace Ansatz.Studies.Digits;

/// <summary>Three published autoencoders of 28 × 28 gray images.</summary>
internal static class MnistDesigns
{
    private static readonly AutoencoderDesign digits = new() { Height = 28, Width = 28 };

    /// <summary>A convolutional guide's: two latent dimensions, cross-entropy of gray pixels.</summary>
    public static AutoencoderDesign Convolutional { get; } = digits with { Network = ImageNetwork.Convolutional, Widths = [32, 64], Latent = 2, Likelihood = Likelihood.CrossEntropy };

    /// <summary>A physics course's: eight latent dimensions, squared errors, PyTorch's padding and first weights.</summary>
    public static AutoencoderDesign Latent8 { get; } = digits with { Network = ImageNetwork.Mirrored, Widths = [16, 32], Latent = 8, Likelihood = Likelihood.SquaredError, Start = FirstWeights.PyTorch };

    /// <summary>A book chapter's: dense layers, two latent dimensions, squared errors.</summary>
    public static AutoencoderDesign Dense { get; } = digits with { Network = ImageNetwork.Dense, Widths = [512, 256], Latent = 2, Likelihood = Likelihood.SquaredError };
}
