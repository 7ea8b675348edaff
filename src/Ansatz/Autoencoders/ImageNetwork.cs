using System.Text.Json.Serialization;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>
/// A family of encoder and decoder networks for images of any size. Conditional networks get the class with their input; dropout follows every hidden layer.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<ImageNetwork>.Property)]
[JsonDerivedType(typeof(ConvolutionalNetwork), "conv")]
[JsonDerivedType(typeof(MirroredNetwork), "conv-mirror")]
[JsonDerivedType(typeof(DenseNetwork), "dense")]
public abstract record ImageNetwork
{
    private protected ImageNetwork()
    {
    }

    /// <summary>Hidden layers on the flattened image.</summary>
    public static ImageNetwork Dense { get; } = new DenseNetwork();

    /// <summary>Strided 3 × 3 convolutions and their transposes with padding “same”, and a last convolution to the image.</summary>
    public static ImageNetwork Convolutional { get; } = new ConvolutionalNetwork();

    /// <summary>The same with PyTorch's padding; the decoder is the exact mirror image of the encoder.</summary>
    public static ImageNetwork Mirrored { get; } = new MirroredNetwork();

    /// <param name="design">Sizes, widths, activation, dropout, initial weights.</param>
    /// <param name="features">How many numbers the encoder ends in.</param>
    /// <param name="output">What the decoder's last layer applies.</param>
    internal (Sequential Encoder, Sequential Decoder) Build(AutoencoderDesign design, int features, Activation output) =>
        (new Sequential([.. Encoder(design, features)]), new Sequential([.. Decoder(design, output)]));

    private protected abstract IEnumerable<Layer> Encoder(AutoencoderDesign design, int features);

    private protected abstract IEnumerable<Layer> Decoder(AutoencoderDesign design, Activation output);

    internal static IEnumerable<Layer> Labels(AutoencoderDesign design) => design.ClassCount > 0 ? [new JoinLabels(design.ClassCount)] : [];

    internal static IEnumerable<Layer> Dropouts(AutoencoderDesign design) => design.Dropout > 0 ? [new Dropout((float)design.Dropout)] : [];

    public sealed override string ToString() => DesignKinds.Networks.WordOf(this);

    /// <summary>The family of a word such as “dense”.</summary>
    /// <exception cref="ArgumentException">No family has this word.</exception>
    public static implicit operator ImageNetwork(string word) => DesignKinds.Networks.Find(word);
}
