using Ansatz.Autoencoders;
using Ansatz.Studies.Runs;

namespace Ansatz.Studies.Digits;

/// <summary>A published study of images by an autoencoder, and our own way to train its network.</summary>
/// <param name="Name">The command's word.</param>
/// <param name="Title">The report's.</param>
/// <param name="Published">The published recipe.</param>
/// <param name="Default">The same network, objective, batch and epochs, with a schedule of our own.</param>
internal sealed record ImageStudy(string Name, string Title, AutoencoderConfig Published, AutoencoderConfig Default);

/// <summary>The published studies of handwritten digits.</summary>
internal static class ImageStudies
{
    private const string Digits = "mnist";

    public static ImageStudy Convolutional { get; } = Study("mnist-conv", "Digits in a plane, by convolutions", MnistDesigns.Convolutional, epochs: 30, "adam-keras", highest: 6e-3);

    public static ImageStudy Latent8 { get; } = Study("mnist-latent8", "Digits in eight dimensions", MnistDesigns.Latent8, epochs: 20, "adam-pytorch", highest: 1.2e-2);

    public static ImageStudy Dense { get; } = Study("mnist-dense", "Digits in a plane, by dense layers", MnistDesigns.Dense, epochs: 50, "adam-keras", highest: 4e-3);

    // Networks as small as these are far from the end when a constant rate of 1e-3 stops; a high one that falls along a cosine brings them there. Keras' weights suit all three better.
    private static ImageStudy Study(string name, string title, AutoencoderDesign design, int epochs, string optimizer, double highest)
    {
        var published = new AutoencoderConfig { Study = name, Data = Digits, Recipe = "published", Design = design, Epochs = epochs, Optimizer = optimizer, Ansatz = Product.Version };
        var own = published with { Recipe = "default", Design = design with { Start = FirstWeights.Keras }, LearningRate = highest, Schedule = "cosine", WarmUp = 0.5 };
        return new ImageStudy(name, title, published, own);
    }
}
