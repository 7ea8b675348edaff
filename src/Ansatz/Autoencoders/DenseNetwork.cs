using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>Hidden layers on the flattened image; the decoder has them in reverse.</summary>
internal sealed record DenseNetwork : ImageNetwork
{
    private protected override IEnumerable<Layer> Encoder(AutoencoderDesign design, int features)
    {
        yield return new Flatten(design.Example);
        foreach (var label in Labels(design)) yield return label;
        var before = design.Example.Size + design.ClassCount;
        foreach (var width in design.Widths)
        {
            yield return new Dense(before, width, design.Activation, design.Start.Hidden);
            foreach (var dropout in Dropouts(design)) yield return dropout;
            before = width;
        }
        yield return new Dense(before, features, start: design.Start.Hidden);
    }

    private protected override IEnumerable<Layer> Decoder(AutoencoderDesign design, Activation output)
    {
        foreach (var label in Labels(design)) yield return label;
        var (before, weights) = (design.Latent + design.ClassCount, design.Start.FirstOfDecoder);
        foreach (var width in design.Widths.Reverse())
        {
            yield return new Dense(before, width, design.Activation, weights);
            foreach (var dropout in Dropouts(design)) yield return dropout;
            (before, weights) = (width, design.Start.Hidden);
        }
        yield return new Dense(before, design.Example.Size, output, design.Start.Hidden);
        yield return new Unflatten(design.Example);
    }
}
