using Ansatz.Autoencoders;
using Ansatz.Boltzmann;
using Ansatz.Distributions;
using Ansatz.Formats;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FilePath => folder["model.safetensors"];

    public void Dispose() => folder.Dispose();

    private static T WithValues<T>(T module) where T : Module
    {
        var i = 0;
        foreach (var p in module.Parameters()) p.Assign(KernelData.Values(p.Shape.Size, i++));
        return module;
    }

    /// <summary>Every kind of layer, dense ones between images on both sides, and sequences in sequences.</summary>
    private static Sequential Everything() => new(
        new Conv2D(2, 3, 3, activation: Activation.LeakyRelu(0.1f)), new BatchNormalization(3, activation: Activation.Relu),
        new Flatten([4, 5, 3]), new BatchNormalization(60), new Dense(60, 24), new Unflatten([2, 3, 4]),
        new Conv2DTranspose(4, 2, 3, 2), new Sequential(new Conv2D(2, 2, 1, activation: Activation.Tanh), new Conv2D(2, 1, 3)));

    [Fact]
    public void TorchsCountOfBatchesIsPassedOver()
    {
        var model = new Sequential(new Dense(2, 3), new BatchNormalization(3));
        model.Initialize(new Rng(1));
        ModelFile.Save(model, FilePath);
        var file = Safetensors.Read(FilePath);
        file.Add("1.num_batches_tracked", [], new[] { 5f });
        file.Write(FilePath);
        ModelFile.LoadInto(new Sequential(new Dense(2, 3), new BatchNormalization(3)), FilePath);
        file.Add("1.something", [], new[] { 5f });
        file.Write(FilePath);
        Assert.Contains("the model has no '1.something'", Assert.Throws<InvalidDataException>(() => ModelFile.LoadInto(model, FilePath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gaussian-mixture 2 100000 Diagonal", "its header says 100000 where the file holds 1 weights")]
    [InlineData("gaussian-mixture 2 20000 Diagonal", "the model has no 'x'")]
    [InlineData("restricted-boltzmann-machine 999999999999 2", "its header says 999999999999")]
    [InlineData("restricted-boltzmann-machine 65537 1", "its header says 65537 where")]
    [InlineData("restricted-boltzmann-machine 65536 1", "the model has no 'x'")]
    [InlineData("""autoencoder {"height":4,"width":4,"network":"dense","widths":[8],"latent":60000000,"activation":"relu","likelihood":"cross-entropy","posterior":"diagonal","start":"keras"}""", "its header says 60000000")]
    public void AHeaderThatTheWeightsDoNotFillIsRefusedBeforeTheModelIsBuilt(string architecture, string expected)
    {
        var file = new Safetensors { Metadata = { ["architecture"] = architecture } };
        file.Add("x", [1], new float[1]);
        file.Write(FilePath);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = Assert.Throws<InvalidDataException>(() => ModelFile.Load<Module>(FilePath)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.StartsWith(FilePath, found, StringComparison.Ordinal);
        Assert.Contains(expected, found, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelIsReadBackInOneLine()
    {
        var model = ContourNetworks.Compact(ContourNetworks.PublishedBeta);
        model.Initialize(new Rng(1));
        ModelFile.Save(model, FilePath);
        var again = ModelFile.Load<VariationalAutoencoder>(FilePath);

        Assert.Equal(ParametersHash.Of(model.Parameters()), ParametersHash.Of(again.Parameters()));
        var x = Tensor.From(KernelData.Values(2 * 36 * 36 * 3, 1), [2, 36, 36, 3]).Abs();
        Assert.Equal(Code(model), Code(again));
        float[] Code(VariationalAutoencoder m)
        {
            var q = (MultivariateNormalTriL)m.Encoder.Given(x);
            return [.. q.Loc.ToArray(), .. q.ScaleTriL.ToArray(), .. m.Decoder.Given(q.Loc).Mean.ToArray()];
        }
    }

    [Fact]
    public void EveryLayerIsReadBackToTheBit()
    {
        var network = WithValues(Everything());
        ModelFile.Save(network, FilePath);
        var again = Everything();
        ModelFile.LoadInto(again, FilePath);
        Assert.Equal(ParametersHash.Of(network.Parameters()), ParametersHash.Of(again.Parameters()));
    }

    [Fact]
    public void NamesAndShapesArePyTorchs()
    {
        ModelFile.Save(WithValues(Everything()), FilePath);
        var file = Safetensors.Read(FilePath);
        // What nn.Sequential(Conv2d, LeakyReLU, BatchNorm2d, ReLU, Flatten, BatchNorm1d, Linear, Unflatten, ConvTranspose2d, Sequential(Conv2d, Tanh, Conv2d)) expects.
        Assert.Equal(
            [
                "0.bias [3]", "0.weight [3, 2, 3, 3]",
                "2.bias [3]", "2.running_mean [3]", "2.running_var [3]", "2.weight [3]",
                "5.bias [60]", "5.running_mean [60]", "5.running_var [60]", "5.weight [60]",
                "6.bias [24]", "6.weight [24, 60]",
                "8.bias [2]", "8.weight [4, 2, 3, 3]",
                "9.0.bias [2]", "9.0.weight [2, 2, 1, 1]", "9.2.bias [1]", "9.2.weight [1, 2, 3, 3]",
            ],
            file.Names.Select(n => $"{n} {file[n].Shape}"));
    }

    [Fact]
    public void AModelsPartsKeepTheirNames()
    {
        ModelFile.Save(TinyAutoencoders.Dense(), FilePath);
        Assert.Equal(
            ["decoder.network.0.bias", "decoder.network.0.weight", "decoder.network.2.bias", "decoder.network.2.weight", "encoder.network.1.bias", "encoder.network.1.weight", "encoder.network.3.bias", "encoder.network.3.weight"],
            Safetensors.Read(FilePath).Names);
    }

    /// <summary>The file's values of a network whose parameter holds 0, 1, 2, … here.</summary>
    private float[] Stored(Sequential network, Parameter parameter, string name)
    {
        WithValues(network);
        parameter.Assign([.. Enumerable.Range(0, parameter.Shape.Size).Select(i => (float)i)]);
        ModelFile.Save(network, FilePath);
        return Safetensors.Read(FilePath)[name].Values.ToArray();
    }

    [Fact]
    public void ADenseLayerIsStoredOutputByOutput()
    {
        var dense = new Dense(2, 3); // here [in, out] = [[0, 1, 2], [3, 4, 5]]
        Assert.Equal([0, 3, 1, 4, 2, 5], Stored(new Sequential(dense), dense.Weight, "0.weight"));
    }

    [Fact]
    public void AConvolutionIsStoredOutputInputHeightWidth()
    {
        var conv = new Conv2D(2, 3, 2); // here [h, w, in, out]: value = 12 h + 6 w + 3 in + out
        var stored = Stored(new Sequential(conv), conv.Weight, "0.weight");
        for (var i = 0; i < 24; i++)
        {
            int o = i / 8, c = i / 4 % 2, h = i / 2 % 2, w = i % 2;
            Assert.Equal(12 * h + 6 * w + 3 * c + o, stored[i]);
        }
    }

    [Fact]
    public void ATransposedConvolutionIsStoredInputOutputHeightWidth()
    {
        var conv = new Conv2DTranspose(2, 3, 2); // here [h, w, out, in]: value = 12 h + 6 w + 2 out + in
        var stored = Stored(new Sequential(conv), conv.Weight, "0.weight");
        for (var i = 0; i < 24; i++)
        {
            int c = i / 12, o = i / 4 % 3, h = i / 2 % 2, w = i % 2;
            Assert.Equal(12 * h + 6 * w + 2 * o + c, stored[i]);
        }
    }

    [Fact]
    public void AFlattenedImageIsStoredChannelsFirst()
    {
        // A 1 × 2 image of 2 channels: here (w, c) = 00 01 10 11, in the file (c, w) = 00 01 10 11, so places 0 2 1 3.
        var dense = new Dense(4, 2); // value = 2 in + out
        Assert.Equal([0, 4, 2, 6, 1, 5, 3, 7], Stored(new Sequential(new Flatten([1, 2, 2]), dense), dense.Weight, "1.weight"));
    }

    [Fact]
    public void AnImageToBeIsStoredChannelsFirst()
    {
        var dense = new Dense(2, 4); // value = 4 in + out
        var network = new Sequential(dense, new Unflatten([1, 2, 2]));
        Assert.Equal([0, 4, 2, 6, 1, 5, 3, 7], Stored(network, dense.Weight, "0.weight"));
        Assert.Equal([0, 2, 1, 3], Stored(network, dense.Bias, "0.bias"));
    }

    [Fact]
    public void StatisticsOfAFlattenedImageAreStoredChannelsFirst()
    {
        var norm = new BatchNormalization(4);
        Assert.Equal([0, 2, 1, 3], Stored(new Sequential(new Flatten([1, 2, 2]), norm, new Dense(4, 1)), norm.RunningVariance, "1.running_var"));
    }

    [Fact]
    public void AFileOfAnotherModelIsRefusedAndChangesNothing()
    {
        ModelFile.Save(WithValues(new Sequential(new Dense(2, 3), new Dense(3, 1))), FilePath);
        string Refused(Module model)
        {
            var before = ParametersHash.Of(WithValues(model).Parameters());
            var message = Assert.Throws<InvalidDataException>(() => ModelFile.LoadInto(model, FilePath)).Message;
            Assert.Equal(before, ParametersHash.Of(model.Parameters()));
            return message;
        }
        Assert.Equal($"{FilePath}: 0.weight has shape [3, 2], the model's is [3, 4]; the file belongs to another model.", Refused(new Sequential(new Dense(4, 3), new Dense(3, 1))));
        Assert.Equal($"{FilePath}: the model has no '1.bias'; the file belongs to another model.", Refused(new Sequential(new Dense(2, 3))));
        Assert.StartsWith($"{FilePath}: no array '2.weight'", Refused(new Sequential(new Dense(2, 3), new Dense(3, 1), new Dense(1, 1))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MixtureCovariance.Full)]
    [InlineData(MixtureCovariance.Tied)]
    [InlineData(MixtureCovariance.Diagonal)]
    [InlineData(MixtureCovariance.Spherical)]
    public void AMixtureComesBackByItself(MixtureCovariance covariance)
    {
        var mixture = WithValues(new GaussianMixture(3, 2, covariance));
        ModelFile.Save(mixture, FilePath);
        var again = ModelFile.Load<GaussianMixture>(FilePath);
        Assert.Equal((3, 2, covariance), (again.ComponentCount, again.Dimension, again.Covariance));
        Assert.Equal(ParametersHash.Of(mixture.Parameters()), ParametersHash.Of(again.Parameters()));
    }

    [Fact]
    public void ABoltzmannMachineComesBackByItself()
    {
        var machine = WithValues(new RestrictedBoltzmannMachine(5, 3));
        ModelFile.Save(machine, FilePath);
        Assert.Equal(ParametersHash.Of(machine.Parameters()), ParametersHash.Of(ModelFile.Load<RestrictedBoltzmannMachine>(FilePath).Parameters()));
    }

    [Fact]
    public void AnArchitectureMustBeNamedKnownAndOfTheKindAskedFor()
    {
        ContourNetworks.Register();
        string Refused<T>(string? architecture) where T : Module
        {
            var file = new Safetensors();
            if (architecture is not null) file.Metadata["architecture"] = architecture;
            file.Write(FilePath);
            return Assert.Throws<InvalidDataException>(() => ModelFile.Load<T>(FilePath)).Message;
        }
        Assert.Contains("names no architecture", Refused<Module>(null), StringComparison.Ordinal);
        Assert.Contains("the architecture 'perceptron' is not known here; known are autoencoder, continuous-flow, contours-compact, contours-paper, contours-waves, ", Refused<Module>("perceptron"), StringComparison.Ordinal);
        Assert.Contains("0 hidden units", Refused<Module>("restricted-boltzmann-machine 4 0"), StringComparison.Ordinal);
        foreach (var malformed in new[] { "restricted-boltzmann-machine 4", "restricted-boltzmann-machine 4 x", "gaussian-mixture 2 3 Round", "gaussian-mixture -2 3 Full" })
            Assert.Contains("expected what ModelFile.Save wrote", Refused<Module>(malformed), StringComparison.Ordinal);
        Assert.Contains("'contours-compact' is no Sequential", Refused<Sequential>("contours-compact"), StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderAMissingFileAndAnotherKindOfFileSayWhatToGive()
    {
        using var place = new TemporaryFolder();
        var run = Directory.CreateDirectory(place["run"]).FullName;
        Assert.Contains("such as the model.safetensors of a finished run", Refused<ArgumentException>(run), StringComparison.Ordinal);
        ModelFile.Save(WithValues(new RestrictedBoltzmannMachine(5, 3)), Path.Combine(run, "model.safetensors"));
        Assert.Contains($"{run} is a folder; expected a .safetensors file, here {Path.Combine(run, "model.safetensors")}", Refused<ArgumentException>(run), StringComparison.Ordinal);
        Assert.Contains("does not exist; expected a .safetensors file", Refused<FileNotFoundException>(place["no.safetensors"]), StringComparison.Ordinal);
        File.WriteAllText(place["config.json"], "{}");
        Assert.Contains("expected a .safetensors file", Refused<InvalidDataException>(place["config.json"]), StringComparison.Ordinal);
        Assert.Contains("is a folder; give the name of a file", Assert.Throws<ArgumentException>(() => ModelFile.Save(new RestrictedBoltzmannMachine(5, 3), run)).Sentence(), StringComparison.Ordinal);

        static string Refused<T>(string path) where T : Exception
        {
            var message = Assert.Throws<T>(() => ModelFile.Load<RestrictedBoltzmannMachine>(path)).Message;
            Assert.Equal(message, Assert.Throws<T>(() => ModelFile.LoadInto(new RestrictedBoltzmannMachine(5, 3), path)).Message);
            return message;
        }
    }
}
