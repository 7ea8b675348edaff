using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// The families of encoder and decoder networks for images of any size:
/// "dense", hidden layers on the flattened image;
/// "conv", strided 3 × 3 convolutions and their transposes with padding "same", and a last convolution to the image;
/// "conv-mirror", the same with PyTorch's padding, the decoder the exact mirror image of the encoder.
/// Conditional networks are told the class at their very start; dropout follows every hidden layer.
/// </summary>
internal sealed class ImageNetworks(AutoencoderDesign design)
{
    private const int Kernel = 3, Stride = 2;

    private readonly Activation hidden = design.HiddenActivation;
    private readonly WeightStart start = design.FirstWeights;
    private readonly int[] widths = [.. design.Widths];

    /// <param name="features">What the encoder ends in.</param>
    /// <param name="output">What the decoder's last layer applies.</param>
    public (Sequential Encoder, Sequential Decoder) Build(int features, Activation output) => design.Network switch
    {
        "dense" => (new Sequential([.. DenseEncoder(features)]), new Sequential([.. DenseDecoder(output)])),
        "conv" or "conv-mirror" => (new Sequential([.. ConvolutionalEncoder(features)]), new Sequential([.. ConvolutionalDecoder(output)])),
        _ => throw new ArgumentException($"AutoencoderDesign: Network is '{design.Network}'; expected dense, conv or conv-mirror.", nameof(design)),
    };

    private bool IsMirror => design.Network == "conv-mirror";

    private int Smallest(int length)
    {
        for (var i = 0; i < widths.Length; i++) length = (length + Stride - 1) / Stride;
        return length;
    }

    private IEnumerable<Layer> DenseEncoder(int features)
    {
        var size = design.Example.Size;
        yield return new Flatten(design.Example);
        foreach (var label in Labels()) yield return label;
        var before = size + design.ClassCount;
        foreach (var width in widths)
        {
            yield return new Dense(before, width, hidden, start);
            foreach (var dropout in Dropouts()) yield return dropout;
            before = width;
        }
        yield return new Dense(before, features, start: start);
    }

    private IEnumerable<Layer> DenseDecoder(Activation output)
    {
        foreach (var label in Labels()) yield return label;
        var (before, weights) = (design.Latent + design.ClassCount, design.FirstDecoderWeights);
        foreach (var width in widths.Reverse())
        {
            yield return new Dense(before, width, hidden, weights);
            foreach (var dropout in Dropouts()) yield return dropout;
            (before, weights) = (width, start);
        }
        yield return new Dense(before, design.Example.Size, output, start);
        yield return new Unflatten(design.Example);
    }

    private IEnumerable<Layer> ConvolutionalEncoder(int features)
    {
        foreach (var label in Labels()) yield return label;
        var before = design.Channels + design.ClassCount;
        foreach (var width in widths)
        {
            yield return new Conv2D(before, width, Kernel, Stride, IsMirror ? Padding.Explicit(1) : Padding.Same, hidden, start);
            foreach (var dropout in Dropouts()) yield return dropout;
            before = width;
        }
        Shape smallest = [Smallest(design.Height), Smallest(design.Width), before];
        yield return new Flatten(smallest);
        yield return new Dense(smallest.Size, features, start: start);
    }

    private IEnumerable<Layer> ConvolutionalDecoder(Activation output)
    {
        foreach (var label in Labels()) yield return label;
        Shape smallest = [Smallest(design.Height), Smallest(design.Width), widths[^1]];
        yield return new Dense(design.Latent + design.ClassCount, smallest.Size, IsMirror ? Activation.None : hidden, design.FirstDecoderWeights);
        yield return new Unflatten(smallest);
        for (var i = widths.Length - 1; i >= 0; i--)
        {
            if (IsMirror)
            {
                yield return new Conv2DTranspose(widths[i], i == 0 ? design.Channels : widths[i - 1], Kernel, Stride, Padding.Explicit(1), 1, i == 0 ? output : hidden, start);
                if (i == 0) continue;
            }
            else yield return new Conv2DTranspose(i == widths.Length - 1 ? widths[i] : widths[i + 1], widths[i], Kernel, Stride, activation: hidden, start: start);
            foreach (var dropout in Dropouts()) yield return dropout;
        }
        if (!IsMirror) yield return new Conv2DTranspose(widths[0], design.Channels, Kernel, activation: output, start: start);
        var scale = 1 << widths.Length;
        if (smallest[0] * scale != design.Height || smallest[1] * scale != design.Width) yield return new Crop(design.Height, design.Width);
    }

    private IEnumerable<Layer> Labels() => design.ClassCount > 0 ? [new JoinLabels(design.ClassCount)] : [];

    private IEnumerable<Layer> Dropouts() => design.Dropout > 0 ? [new Dropout((float)design.Dropout)] : [];
}
