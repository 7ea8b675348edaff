using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;

namespace Ansatz.Tests.Studies.Contours;

/// <summary>Sizes of the published network; none of this gives it values.</summary>
public sealed class ContourNetworksTests
{
    private static readonly Shape Image = [36, 36, 3];

    private static (NetworkSummary Encoder, NetworkSummary Decoder) Summaries(VariationalAutoencoder model) => (
        NetworkSummary.Of("encoder", ((GaussianEncoder)model.Encoder).Network, Image),
        NetworkSummary.Of("decoder", ((CrossEntropyDecoder)model.Decoder).Network, [2]));

    [Fact]
    public void ThePaperNetworkHasThePublishedParameters()
    {
        var model = ContourNetworks.Paper(2);
        Assert.Equal(54_065_096, model.CountParameters());
        Assert.Equal(42_868_293, ((Module)model.Encoder).CountParameters());
        Assert.Equal(11_196_803, ((Module)model.Decoder).CountParameters());
        Assert.False(model.Parameters()[0].IsInitialized);
    }

    [Fact]
    public void ThePaperNetworkHasThePublishedShapesAndCost()
    {
        var (encoder, decoder) = Summaries(ContourNetworks.Paper(2));
        Assert.Equal(42_868_293, encoder.ParameterCount);
        Assert.Equal(11_196_803, decoder.ParameterCount);
        Assert.Equal(["[36, 36, 32]", "[36, 36, 64]", "[36, 36, 128]", "[36, 36, 256]"], Outputs(encoder, "Conv2D"));
        Assert.Equal(["[128]", "[64]", "[32]", "[5]"], Outputs(encoder, "Dense"));
        Assert.Equal(["[8, 8, 512]", "[15, 15, 256]", "[33, 33, 128]", "[36, 36, 64]"], Outputs(decoder, "Conv2DTranspose"));
        Assert.Equal("[36, 36, 3]", decoder.Layers[^1].Output.ToString());

        // Multiplications and additions of the layers that multiply matrices: 1.08 billion pairs an image.
        var flops = encoder.Layers.Concat(decoder.Layers).Where(l => !l.Layer.StartsWith("Batch", StringComparison.Ordinal)).Sum(l => l.Flops);
        Assert.Equal(1.08, flops / 2 / 1e9, 0.005);
    }

    [Fact]
    public void TheCompactNetworkIsAFractionOfIt()
    {
        var model = ContourNetworks.Compact(2);
        var (encoder, decoder) = Summaries(model);
        Assert.Equal(model.CountParameters(), encoder.ParameterCount + decoder.ParameterCount);
        Assert.InRange(model.CountParameters(), 500_000, 5_000_000);
        Assert.Equal(Image, decoder.Layers[^1].Output);
    }

    [Fact]
    public void ASummaryIsATable()
    {
        var network = new Sequential(new Conv2D(1, 2, 3, 2, activation: Activation.Relu), new Flatten([2, 2, 2]), new Dense(8, 1000));
        Assert.Equal(
            """
            net                                       output     parameters   FLOPs
            Conv2D(1 → 2, 3×3, stride 2, same, ReLU)  [2, 2, 2]          20     144
            Flatten([2, 2, 2])                        [8]                 0       0
            Dense(8 → 1000)                           [1000]          9,000  16,000
            total                                                     9,020  16,144

            """, NetworkSummary.Of("net", network, [4, 4, 1]).ToString());
    }

    [Fact]
    public void AModelsSummaryShowsBothHalves()
    {
        var model = ContourNetworks.Compact(2);
        var summary = model.Summary(Image);
        Assert.StartsWith("encoder ", summary, StringComparison.Ordinal);
        Assert.Contains("\ndecoder ", summary, StringComparison.Ordinal);
        Assert.EndsWith($"\n{model.CountParameters():#,0} parameters in all\n", summary, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Outputs(NetworkSummary summary, string kind) =>
        summary.Layers.Where(l => l.Layer.StartsWith(kind + "(", StringComparison.Ordinal)).Select(l => l.Output.ToString());
}
