namespace Ansatz.Studies.Digits;

/// <summary>The published studies of handwritten digits by an autoencoder, and our own way to train their networks.</summary>
internal static class ImageStudies
{
    public static DigitsStudy Convolutional => Study("mnist-conv", "Digits in a plane, by convolutions", MnistDesigns.Convolutional, epochs: 30, new KerasAdam(), highest: 6e-3);
    public static DigitsStudy Latent8 => Study("mnist-latent8", "Digits in eight dimensions", MnistDesigns.Latent8, epochs: 20, new PyTorchAdam(), highest: 1.2e-2);
    public static DigitsStudy Dense => Study("mnist-dense", "Digits in a plane, by dense layers", MnistDesigns.Dense, epochs: 50, new KerasAdam(), highest: 4e-3);

    // Networks as small as these are far from the end when a constant rate of 1e-3 stops. A high rate that falls along a cosine brings them there. Keras' weights suit all three better.
    private static DigitsStudy Study(string name, string title, AutoencoderDesign design, int epochs, AdamVariant optimizer, double highest)
    {
        var published = new AutoencoderConfig { Study = name, Source = new ImageSource("mnist"), Recipe = Recipe.Published, Design = design, Epochs = epochs, Optimizer = optimizer };
        var own = published with { Recipe = Recipe.Default, Design = design with { Start = FirstWeights.Keras }, LearningRate = highest, Schedule = new CosineRate(), WarmUp = 0.5 };
        return new DigitsStudy(name, title, published, own);
    }
}
