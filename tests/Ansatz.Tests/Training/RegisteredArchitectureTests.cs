using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class RegisteredArchitectureTests
{
    [Fact]
    public void AFileOfARegisteredArchitectureIsLoaded()
    {
        using var folder = new TemporaryFolder();
        ModelFile.Register("two-layers", header => new TwoLayers(int.Parse(header.Split(' ')[1])));
        var model = new TwoLayers(5) { Architecture = "two-layers 5" };
        model.Initialize(new Rng(1));
        ModelFile.Save(model, folder["model.safetensors"]);
        var again = ModelFile.Load<TwoLayers>(folder["model.safetensors"]);
        Assert.Equal(ParametersHash.Of(model.Parameters()), ParametersHash.Of(again.Parameters()));
        Assert.Contains("expected one word without spaces", Assert.Throws<ArgumentException>(() => ModelFile.Register("two words", _ => model)).Message, StringComparison.Ordinal);
    }

    private sealed class TwoLayers(int width) : Module
    {
        private readonly Dense first = new(2, width), second = new(width, 1);

        public override string ToString() => $"{first} {second}";
    }
}
