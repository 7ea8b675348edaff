using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Studies.Digits;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Autoencoders;

public sealed class DesignTests
{
    public static TheoryData<string, string, string, int> Combinations
    {
        get
        {
            var data = new TheoryData<string, string, string, int>();
            foreach (var likelihood in Likelihood.All) data.Add("dense", likelihood.Name, "diagonal", 0);
            data.Add("conv", "cross-entropy", "diagonal", 0);
            data.Add("conv", "squared-error", "full", 3);
            data.Add("conv-mirror", "squared-error", "diagonal", 0);
            data.Add("conv-mirror", "gaussian", "diagonal", 3);
            data.Add("dense", "cross-entropy", "full", 3);
            return data;
        }
    }

    [Theory, MemberData(nameof(Combinations))]
    public void EveryDesignLearns(string network, string likelihood, string posterior, int classCount)
    {
        var design = Tiny(network) with { Likelihood = likelihood, Posterior = posterior, ClassCount = classCount, Dropout = 0.05 };
        var model = design.Build();
        model.Initialize(new Rng(1));
        var data = TinyAutoencoders.Labelled(200);
        if (design.Likelihood.NeedsBinaryPixels) data = Binarization.Threshold(data);
        var options = new TrainerOptions { EpochCount = 6, BatchSize = 10, Optimizer = new Adam(), LearningRate = 1e-2 };
        var history = new Trainer(options, new Rng(2)).Train(model, data.Slice(0, 160), data.Slice(160, 40)).History;
        double first = history[0].Validation!.Objective, last = history[^1].Validation!.Objective;
        Assert.True(last < first - 0.1, $"{first} → {last}");
    }

    [Theory, MemberData(nameof(Combinations))]
    public void ASavedModelIsBuiltAgain(string network, string likelihood, string posterior, int classCount)
    {
        using var folder = new TemporaryFolder();
        var design = Tiny(network) with { Likelihood = likelihood, Posterior = posterior, ClassCount = classCount, Beta = 2 };
        var model = design.Build();
        model.Initialize(new Rng(1));
        ModelFile.Save(model, folder["m.safetensors"]);
        var again = ModelFile.Load<VariationalAutoencoder>(folder["m.safetensors"]);
        Assert.Equal(ParametersHash.Of(model.Parameters()), ParametersHash.Of(again.Parameters()));
        Assert.Equal((2, model.ScoreConstant), (again.Beta, again.ScoreConstant));
        var data = Binarization.Threshold(TinyAutoencoders.Labelled(20));
        Assert.Equal(Validation.Of(model, data, new Rng(3)).Values, Validation.Of(again, data, new Rng(3)).Values);
    }

    [Theory]
    [InlineData("conv", 28, 28)]
    [InlineData("conv", 9, 14)]
    [InlineData("conv-mirror", 7, 5)]
    [InlineData("dense", 3, 5)]
    public void ImagesOfAnySizeComeOutAsTheyWentIn(string network, int height, int width)
    {
        var model = new AutoencoderDesign { Height = height, Width = width, Channels = 3, Network = network, Widths = [4, 6] }.Build();
        model.Initialize(new Rng(1));
        var x = Tensor.Zeros([2, height, width, 3]);
        Assert.Equal(x.Shape, model.Decoder.Given(model.Encoder.Given(x).Mean).Mean.Shape);
    }

    [Fact]
    public void TheStudiesNetworksHaveTheirPublishedSizes()
    {
        Assert.Equal(28 * 28 * 512 + 512 + 512 * 256 + 256 + 256 * 4 + 4 + (2 * 256 + 256 + 256 * 512 + 512 + 512 * 784 + 784), Count(MnistDesigns.Dense));
        Assert.Equal(9 * 16 + 16 + 9 * 16 * 32 + 32 + 1568 * 16 + 16 + (8 * 1568 + 1568 + 9 * 32 * 16 + 16 + 9 * 16 + 1), Count(MnistDesigns.Latent8));
        Assert.Equal(9 * 32 + 32 + 9 * 32 * 64 + 64 + 3136 * 4 + 4 + (2 * 3136 + 3136 + 9 * 64 * 64 + 64 + 9 * 64 * 32 + 32 + 9 * 32 + 1), Count(MnistDesigns.Convolutional));
    }

    [Theory]
    [InlineData("network")]
    [InlineData("likelihood")]
    [InlineData("posterior")]
    [InlineData("activation")]
    [InlineData("start")]
    public void UnknownWordsAreRefused(string what)
    {
        object Magic() => what switch
        {
            "network" => (ImageNetwork)"magic",
            "likelihood" => (Likelihood)"magic",
            "posterior" => (Posterior)"magic",
            "activation" => (Activation)"magic",
            _ => (FirstWeights)"magic",
        };
        Assert.Contains("'magic'; expected", Assert.Throws<ArgumentException>(Magic).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHeaderNamesEachChoiceByItsKind()
    {
        var design = Tiny("dense") with { Activation = Activation.LeakyRelu(0.2f), Likelihood = Likelihood.SquaredError, Start = FirstWeights.Tiling, Samples = 5 };
        Assert.Equal("""autoencoder {"height":8,"width":8,"channels":1,"network":{"kind":"dense"},"widths":[24],"latent":2,"activation":{"kind":"leaky-relu","slope":0.2},"likelihood":{"kind":"squared-error"},"posterior":{"kind":"diagonal"},"prior":{"kind":"normal"},"classCount":0,"dropout":0,"start":{"kind":"tiling"},"beta":1,"samples":5}""", $"{design}");
        Assert.Equal($"{design}", $"{AutoencoderDesign.Parse($"{design}")}");
    }

    [Fact]
    public void AnOlderHeaderHoldsWordsAndLeavesOutWhatItDidNotKnow()
    {
        var design = AutoencoderDesign.Parse("""autoencoder {"height":8,"width":9,"network":"conv-mirror","activation":"tanh","likelihood":"gaussian","start":"pytorch"}""");
        Assert.Equal((8, 9, 1, 2, 0), (design.Height, design.Width, design.Channels, design.Latent, design.Samples));
        Assert.Equal((ImageNetwork.Mirrored, Activation.Tanh, Likelihood.Gaussian, Posterior.Diagonal, FirstWeights.PyTorch), (design.Network, design.Activation, design.Likelihood, design.Posterior, design.Start));
        Assert.Equal([32, 64], design.Widths);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"height\":null}")]
    [InlineData("{\"widths\":null}")]
    [InlineData("{\"network\":\"magic\"}")]
    [InlineData("{\"network\":{\"kind\":3}}")]
    [InlineData("{\"activation\":{\"slope\":0.1}}")]
    public void AHeaderThatIsNoDesignIsRefused(string json) =>
        Assert.Contains("expected what a saved model's header says", Assert.Throws<InvalidDataException>(() => AutoencoderDesign.Parse($"autoencoder {json}")).Message, StringComparison.Ordinal);

    [Fact]
    public void NumbersOutOfTheirRangeAreRefused()
    {
        var design = new AutoencoderDesign { Height = 4, Width = 4 };
        foreach (var (wrong, words) in new[] { (design with { Beta = -1 }, "Beta is -1"), (design with { Beta = double.NaN }, "Beta is NaN"), (design with { Dropout = 1 }, "Dropout is 1"), (design with { Latent = 0 }, "Latent is 0") })
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => wrong.Build()).Sentence(), StringComparison.Ordinal);
    }

    private static long Count(AutoencoderDesign design) => design.Build().Parameters().Sum(p => (long)p.Shape.Size);

    private static AutoencoderDesign Tiny(string network) => new() { Height = 8, Width = 8, Network = network, Widths = network == "dense" ? [24] : [4, 6] };
}
