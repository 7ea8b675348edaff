using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>Strided convolutions with PyTorch's padding; the decoder has the encoder's layers in reverse, each transposed.</summary>
internal sealed record MirroredNetwork : ImageNetwork
{
    private const int Kernel = 3, Stride = 2, OutputPadding = 1;

    private static Padding Padding => Padding.Explicit(1);

    private protected override IEnumerable<Layer> Encoder(AutoencoderDesign design, int features) => ConvolutionalNetwork.Encoder(design, features, Padding);

    private protected override IEnumerable<Layer> Decoder(AutoencoderDesign design, Activation output)
    {
        foreach (var label in Labels(design)) yield return label;
        var smallest = ConvolutionalNetwork.Smallest(design);
        yield return new Dense(design.Latent + design.ClassCount, smallest.Size, start: design.Start.FirstOfDecoder);
        yield return new Unflatten(smallest);
        for (var i = design.Widths.Count - 1; i > 0; i--)
        {
            yield return new Conv2DTranspose(design.Widths[i], design.Widths[i - 1], Kernel, Stride, Padding, OutputPadding, design.Activation, design.Start.Hidden);
            foreach (var dropout in Dropouts(design)) yield return dropout;
        }
        yield return new Conv2DTranspose(design.Widths[0], design.Channels, Kernel, Stride, Padding, OutputPadding, output, design.Start.Hidden);
        foreach (var crop in ConvolutionalNetwork.Crops(design)) yield return crop;
    }
}
