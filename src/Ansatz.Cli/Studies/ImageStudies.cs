using Ansatz.Autoencoders;
using Ansatz.Cli.Runs;
using Ansatz.Cli.Shell;

namespace Ansatz.Cli.Studies;

/// <summary>A published study of images by an autoencoder, and our own way to train its network.</summary>
/// <param name="Name">The command's word.</param>
/// <param name="Description">A sentence for the help.</param>
/// <param name="Title">The report's.</param>
/// <param name="Published">The published recipe.</param>
/// <param name="Default">The same network, objective, batch and epochs, with a schedule of our own.</param>
/// <param name="Anchor">What is known of its result, to stand beside ours.</param>
internal sealed record ImageStudy(string Name, string Description, string Title, AutoencoderConfig Published, AutoencoderConfig Default, string Anchor);

/// <summary>The published studies of handwritten digits.</summary>
internal static class ImageStudies
{
    private const string Digits = "mnist";

    public static ImageStudy Convolutional { get; } = Study("mnist-conv", "Learn digits by convolutions: a latent plane, cross-entropy.",
        "Digits in a plane, by convolutions", MnistDesigns.Convolutional, epochs: 30, "adam-keras", "another two-dimensional one: 146.95 after 30 epochs");

    public static ImageStudy Latent8 { get; } = Study("mnist-latent8", "Learn digits by convolutions: eight latent dimensions, squared errors.",
        "Digits in eight dimensions", MnistDesigns.Latent8, epochs: 20, "adam-pytorch", "published: 30.66 after 20 epochs");

    public static ImageStudy Dense { get; } = Study("mnist-dense", "Learn digits by dense layers: a latent plane, squared errors.",
        "Digits in a plane, by dense layers", MnistDesigns.Dense, epochs: 50, "adam-keras", "PyTorch with the same recipe: 33.84 after 50 epochs");

    private static ImageStudy Study(string name, string description, string title, AutoencoderDesign design, int epochs, string optimizer, string anchor)
    {
        var published = new AutoencoderConfig { Study = name, Data = Digits, Recipe = "published", Design = design, Epochs = epochs, Optimizer = optimizer, Ansatz = Product.Version };
        return new ImageStudy(name, description, title, published, published with { Recipe = "default", LearningRate = 2e-3, Schedule = "cosine", WarmUp = 1 }, anchor);
    }
}
