namespace Ansatz.Studies.Contours;

/// <summary>The contour study's numbers with their meaning, for its report and for the terminal.</summary>
internal static class ContoursNumbers
{
    // Read off the published study's plot and text: 54 million parameters, β = 2, 20 epochs on 20,000 images.
    public const double PublishedTotal = 369.2;
    public const double PublishedFrechet = 0.4473;

    /// <param name="m">What was measured.</param>
    /// <param name="beta">The weight of the divergence in the total.</param>
    public static IReadOnlyList<NumberRow> Rows(ContoursMetrics m, double beta) =>
    [
        new NumberRow("Loss", $"{m.Validation.Total:0.00}", $"published {PublishedTotal:0.0}",
            $"Reconstruction + {beta:0.##} × KL on the validation images, nats an image, one posterior sample each."),
        new NumberRow("Reconstruction", $"{m.Validation.Reconstruction:0.00}", $"floor {m.Validation.EntropyFloor:0.00}",
            "Cross-entropy of the pixels. The floor is the gray pixels' own entropy: what a perfect copy costs."),
        new NumberRow("KL divergence", $"{m.Validation.Kl:0.000}", "",
            $"Nats the code of an image carries beyond the prior ({m.Validation.KlEstimator})."),
        new NumberRow("Fréchet distance", $"{m.Frechet.EncoderMean:0.0000}", $"published {PublishedFrechet:0.0000}; noise floor {m.Frechet.NoiseFloor:0.0000}",
            $"Between the encoder means of {m.Frechet.Samples:#,0} validation images and of as many decoded prior samples. Two disjoint real sets of that size differ by the noise floor."),
        new NumberRow("R² of cos θ, sin θ", $"{m.FactorRecovery.CosTheta:0.0000}, {m.FactorRecovery.SinTheta:0.0000}", "1 is perfect",
            "How well the angle is read from the latent plane, by its ten nearest neighbours."),
        new NumberRow("R² of a", $"{m.FactorRecovery.A:0.0000}", "1 is perfect",
            "The same for the shear. Where the ring of images is folded in the plane, a is lost."),
        new NumberRow("Samples from the truth", $"{m.Manifold.SampleResidual:0.00}", $"95 %: {m.Manifold.SampleResidual95:0.00}",
            "Mean absolute difference, in 1/255, of a decoded prior sample from the nearest true image of any a and θ; median."),
        new NumberRow("Reconstructions from the truth", $"{m.Manifold.ReconstructionResidual:0.00}", $"95 %: {m.Manifold.ReconstructionResidual95:0.00}",
            "The same for reconstructions of validation images."),
        new NumberRow("Real images from the truth", $"{m.Manifold.RealResidual:0.00}", $"95 %: {m.Manifold.RealResidual95:0.00}",
            "The same for validation images themselves, which lie on it: the error of the search."),
        new NumberRow("θ of samples", $"{m.Manifold.ThetaKs:0.000}", $"bound {m.Manifold.KsBound95:0.000}",
            "Kolmogorov–Smirnov distance of the angles found in samples from the uniform distribution; true draws stay below the bound in 95 of 100 cases."),
        new NumberRow("a of samples", $"{m.Manifold.AKs:0.000}", $"bound {m.Manifold.KsBound95:0.000}",
            "The same for the shears, from N(3, 1)."),
        new NumberRow("Active units", $"{m.ActiveUnits}", "2 factors",
            "Latent dimensions whose mean varies with the image by more than 0.01."),
    ];
}
