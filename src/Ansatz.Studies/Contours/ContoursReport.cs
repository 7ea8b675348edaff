namespace Ansatz.Studies.Contours;

/// <summary>The report of <c>study contours</c>.</summary>
/// <param name="bestEpoch">The epoch whose weights were kept.</param>
internal sealed class ContoursReport(ContoursMetrics m, ContoursConfig config, VariationalAutoencoder model, int bestEpoch, Origin origin)
{
    private readonly IReadOnlyList<NumberRow> rows = ContoursNumbers.Rows(m, model.Beta);

    public Finding Finding() => new Finding<ContoursMetrics>(m, ContoursJson.Default.ContoursMetrics, Page(), writer => NumberText.Write(writer, rows), m.ParametersSha256,
        $"{m.Parameters:#,0} parameters, {Words.Of(m.Epochs, "epoch")}, {Words.Count(m.ImagesPerSecond.Train)} images/s in training, peak memory {m.PeakMemoryBytes / 1e6:#,0} MB",
        $"{m.Seconds.Total:0.0} s: {m.Seconds.Synthesize:0.0} drawing, {m.Seconds.Train:0.0} training, {m.Seconds.Other:0.0} validating, {m.Seconds.Evaluate:0.0} evaluating, {m.Seconds.Figures:0.0} figures");

    private long Training => config.Images * 4 / 5;

    private ReportPage Page() => new(
        "Contours of a flow, seen through a two-dimensional latent plane",
        Lead(),
        Headline(),
        new Section("What was done",
            Story(),
            origin.Picture("examples.png", "Training images", "Some of the training images. Each is the density of one flow: a bends the ridge, θ turns it."),
            ModelDiagram.Of(model, [FlowContours.Size, FlowContours.Size, 3]),
            Model()),
        new Section("Training",
            Losses(),
            origin.Picture("loss.svg", "Loss curves", "The objective by epoch, and its two parts on the validation images. The training curve is a mean over the epoch's steps, "
                + "while the weights still moved; the validation curve is measured after the epoch.")),
        new Section("The numbers", new NumberTable(rows)),
        new Section("The latent plane",
            Plane(),
            origin.Picture("latent.svg", "Latent plane", $"Encoder means of {Math.Min(ContoursFigures.MostScattered, config.Images - Training):#,0} validation images, coloured by the angle and by the shear of each. The encoder was told neither.")),
        new Section("What it draws",
            origin.Picture("reconstructions.png", "Originals above reconstructions", "Validation images above, what the autoencoder makes of them below."),
            origin.Picture("samples.png", "Decoded samples", "Decodings of points drawn from the prior: images nobody made."),
            origin.Picture("interpolation.png", "Animation along a path", "A walk through the latent plane, zᵢ(t) = 2 sin(fᵢ t + φᵢ), and the image decoded on the way.")),
        new Section("Time", Seconds()),
        origin.Again(m.Seed, m.ParametersSha256));

    private string Lead()
    {
        var comparison = m.Validation.Total <= ContoursNumbers.PublishedTotal ? "below" : "above";
        return $"A variational autoencoder of {m.Parameters:#,0} parameters learnt {Training:#,0} pictures of a normalizing flow's density, each made from two hidden numbers. "
            + $"Its loss on pictures it never saw is {m.Validation.Total:0.0} nats per image, {comparison} the published {ContoursNumbers.PublishedTotal:0.0}. "
            + $"The whole study took {Words.Duration(TimeSpan.FromSeconds(m.Seconds.Total))}.";
    }

    private KeyNumbers Headline() => new(
        new KeyNumber($"{m.Validation.Total:0.0}", "validation loss", $"nats per image; published {ContoursNumbers.PublishedTotal:0.0}, floor {m.Validation.EntropyFloor:0.0}"),
        new KeyNumber($"{m.Frechet.EncoderMean:0.000}", "Fréchet distance", $"published {ContoursNumbers.PublishedFrechet:0.000}; noise floor {m.Frechet.NoiseFloor:0.000}"),
        new KeyNumber($"{m.FactorRecovery.A:0.000}", "R² of a", $"of θ: {Math.Min(m.FactorRecovery.CosTheta, m.FactorRecovery.SinTheta):0.0000}"),
        new KeyNumber($"{m.Manifold.SampleResidual:0.00}", "samples from the truth", $"in 1/255; real images: {m.Manifold.RealResidual:0.00}"));

    private Prose Story() => new(
        "A point z of a narrow Gaussian, N(0, 0.3² I), is carried through five invertible maps: a shift (z₁, z₂ − 2), a scale (z₁, z₂/2), a shear (z₁, z₂ + a z₁²), a rotation by θ, and tanh. "
        + "The density that results is known exactly. It is drawn as 100 filled contours in 36 × 36 pixels, with its own a ~ N(3, 1) and θ ~ U[0, 2π) for each image.",
        $"So every image has two hidden numbers, and a model that has understood the images needs a plane and no more. The autoencoder has two latent dimensions and is told nothing: it saw "
        + $"{Training:#,0} images and is judged on {config.Images - Training:#,0} others. Its objective is the cross-entropy of the pixels plus {model.Beta:0.##} times the "
        + "Kullback–Leibler divergence of the posterior from N(0, I).");

    private ReportParts Model() => new(
        new FactList(
        [
            ("parameters", $"{m.Parameters:#,0}"),
            ("weights kept", $"those after epoch {bestEpoch} of {m.Epochs}, the lowest loss on the {m.SelectedOn} set"),
        ]),
        Listing.OfSettings(ContoursConfig.Settings.Rows(config)),
        new Listing("The network, layer by layer", model.Summary([FlowContours.Size, FlowContours.Size, 3])));

    private Prose Losses() => new(
        $"The validation loss of the weights kept is {m.Validation.Total:0.0} = {m.Validation.Reconstruction:0.0} + {model.Beta:0.##} × {m.Validation.Kl:0.00} nats per image. "
        + $"The pixels are gray, so their cross-entropy cannot fall below their own entropy, {m.Validation.EntropyFloor:0.0} nats, even for a perfect copy; it is no likelihood. "
        + $"The reconstruction stands {m.Validation.Reconstruction - m.Validation.EntropyFloor:0.0} nats above that floor.");

    private Prose Plane() => new(
        "The hidden numbers form a ring: θ goes round and a across. "
        + $"Guessing them from the ten nearest neighbours in the plane explains {100 * m.FactorRecovery.CosTheta:0.00}\u00A0% of the variance of cos θ, {100 * m.FactorRecovery.SinTheta:0.00}\u00A0% of sin θ and {100 * m.FactorRecovery.A:0.0}\u00A0% of a. "
        + "Where the ring is folded over itself, two values of a share one place and a is lost there.");

    private FactList Seconds() => FactList.OfTimes(m.Seconds.Train, m.ImagesPerSecond.Train, m.Seconds.Other, m.Seconds.Evaluate, m.Seconds.Figures, m.Seconds.Total, m.PeakMemoryBytes,
        ("Drawing the images", $"{m.Seconds.Synthesize:0.0} s, {m.ImagesPerSecond.Synthesize:#,0} images per second"));
}

/// <summary>The contour study's numbers with their meaning, for its report and for the terminal.</summary>
internal static class ContoursNumbers
{
    // Read off the published study's plot and text: 54 million parameters, β = 2, 20 epochs on 20,000 images.
    public const double PublishedTotal = 369.2;
    public const double PublishedFrechet = 0.4473;

    /// <param name="beta">The weight of the divergence in the total.</param>
    public static IReadOnlyList<NumberRow> Rows(ContoursMetrics m, double beta) =>
    [
        new NumberRow("Loss", $"{m.Validation.Total:0.00}", $"published {PublishedTotal:0.0}",
            $"Reconstruction + {beta:0.##} × KL on the validation images, nats per image, one posterior sample each."),
        new NumberRow("Reconstruction", $"{m.Validation.Reconstruction:0.00}", $"floor {m.Validation.EntropyFloor:0.00}",
            "Cross-entropy of the pixels. The floor is the gray pixels' own entropy: what a perfect copy costs."),
        new NumberRow("KL divergence", $"{m.Validation.Kl:0.000}", "", $"Nats the code of an image carries beyond the prior ({m.Validation.KlEstimator})."),
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
        new NumberRow("a of samples", $"{m.Manifold.AKs:0.000}", $"bound {m.Manifold.KsBound95:0.000}", "The same for the shears, from N(3, 1)."),
        new NumberRow("Active units", $"{m.ActiveUnits}", "2 factors", "Latent dimensions whose mean varies with the image by more than 0.01."),
    ];
}
