using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>Strided convolutions and their transposes with padding “same”; the decoder ends in a convolution to the image, cropped to its size.</summary>
internal sealed record ConvolutionalNetwork : ImageNetwork
{
    private const int Kernel = 3, Stride = 2;

    private protected override IEnumerable<Layer> Encoder(AutoencoderDesign design, int features) => Encoder(design, features, Padding.Same);

    /// <summary>The encoder with one padding or another; <see cref="MirroredNetwork"/> shares it.</summary>
    internal static IEnumerable<Layer> Encoder(AutoencoderDesign design, int features, Padding padding)
    {
        foreach (var label in Labels(design)) yield return label;
        var before = design.Channels + design.ClassCount;
        foreach (var width in design.Widths)
        {
            yield return new Conv2D(before, width, Kernel, Stride, padding, design.Activation, design.Start.Hidden);
            foreach (var dropout in Dropouts(design)) yield return dropout;
            before = width;
        }
        var smallest = Smallest(design);
        yield return new Flatten(smallest);
        yield return new Dense(smallest.Size, features, start: design.Start.Hidden);
    }

    private protected override IEnumerable<Layer> Decoder(AutoencoderDesign design, Activation output)
    {
        foreach (var label in Labels(design)) yield return label;
        var (smallest, before) = (Smallest(design), design.Widths[^1]);
        yield return new Dense(design.Latent + design.ClassCount, smallest.Size, design.Activation, design.Start.FirstOfDecoder);
        yield return new Unflatten(smallest);
        foreach (var width in design.Widths.Reverse())
        {
            yield return new Conv2DTranspose(before, width, Kernel, Stride, activation: design.Activation, start: design.Start.Hidden);
            foreach (var dropout in Dropouts(design)) yield return dropout;
            before = width;
        }
        yield return new Conv2DTranspose(before, design.Channels, Kernel, activation: output, start: design.Start.Hidden);
        foreach (var crop in Crops(design)) yield return crop;
    }

    /// <summary>The shape after the encoder's last convolution: each halves the sides, rounded up.</summary>
    internal static Shape Smallest(AutoencoderDesign design)
    {
        var (height, width) = (design.Height, design.Width);
        foreach (var _ in design.Widths) (height, width) = ((height + Stride - 1) / Stride, (width + Stride - 1) / Stride);
        return [height, width, design.Widths[^1]];
    }

    /// <summary>Cuts the decoder's image to size where the sides are no multiple of 2ⁿ.</summary>
    internal static IEnumerable<Layer> Crops(AutoencoderDesign design)
    {
        var (smallest, scale) = (Smallest(design), 1 << design.Widths.Count);
        return smallest[0] * scale != design.Height || smallest[1] * scale != design.Width ? [new Crop(design.Height, design.Width)] : [];
    }
}
