namespace Ansatz.Studies.Digits;

/// <summary><c>study mnist-conv</c> and its like: a published autoencoder of images, from data to report.</summary>
/// <param name="standard">The same network, objective, batch and epochs, with a schedule of our own.</param>
internal sealed class DigitsStudy(string name, string title, AutoencoderConfig published, AutoencoderConfig standard)
    : AutoencoderStudy(name, standard, OfNetwork)
{
    public override IReadOnlyList<string> Examples =>
        [$"ansatz study {Name}", $"ansatz study {Name} --data fashion-mnist --condition label --out runs/clothes", $"ansatz study {Name} --recipe published --epochs 1 --images 6000 --json"];

    protected override string TitleOf(AutoencoderConfig config) => title;

    protected override (AutoencoderConfig, AutoencoderData) Resolve(IReadOnlyDictionary<string, string> given, AutoencoderConfig? earlier, IConsole console)
    {
        var preset = given.GetValueOrDefault("recipe") == "published" ? published : Standard;
        return earlier is null || given.ContainsKey("recipe")
            ? Fit(preset with { Seed = earlier?.Seed ?? preset.Seed }, given, console, isNew: true)
            : Fit(earlier, given, console, isNew: false);
    }
}

/// <summary>The published studies of handwritten digits by an autoencoder, and our own way to train their networks.</summary>
internal static class ImageStudies
{
    public static DigitsStudy Convolutional => Study("mnist-conv", "Digits in a plane, by convolutions", MnistDesigns.Convolutional, epochs: 30, new KerasAdam(), highest: 6e-3);
    public static DigitsStudy Latent8 => Study("mnist-latent8", "Digits in eight dimensions", MnistDesigns.Latent8, epochs: 20, new PyTorchAdam(), highest: 1.2e-2);
    public static DigitsStudy Dense => Study("mnist-dense", "Digits in a plane, by dense layers", MnistDesigns.Dense, epochs: 50, new KerasAdam(), highest: 4e-3);

    // Networks as small as these are far from the end when a constant rate of 1e-3 stops. A high rate that falls along a cosine brings them there. Keras' weights suit all three better.
    private static DigitsStudy Study(string name, string title, AutoencoderDesign design, int epochs, AdamVariant optimizer, double highest)
    {
        var published = new AutoencoderConfig { Source = new ImageSource("mnist"), Recipe = Recipe.Published, Design = design, Epochs = epochs, Optimizer = optimizer };
        var own = published with { Recipe = Recipe.Default, Design = design with { Start = FirstWeights.Keras }, LearningRate = highest, Schedule = new CosineRate(), WarmUp = 0.5 };
        return new DigitsStudy(name, title, published, own);
    }
}

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
