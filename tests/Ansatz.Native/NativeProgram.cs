using Ansatz.Autoencoders;
using Ansatz.Bijectors;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Native;

/// <summary>What the native program does, and what the tests do under the just-in-time compiler to compare: train, save, load, hash.</summary>
internal static class NativeProgram
{
    public static string Run(string folder) => $"{Design(folder)} {Own(folder)}";

    /// <summary>A model that a file describes.</summary>
    private static string Design(string folder)
    {
        var model = new AutoencoderDesign { Height = 4, Width = 4, Widths = [4], Dropout = 0.1, Posterior = Posterior.Full }.Build();
        Train(model, [4, 4, 1], model.Parameters);
        var path = Path.Combine(folder, "design.safetensors");
        ModelFile.Save(model, path);
        return Same(ParametersHash.Of(model.Parameters()), ParametersHash.Of(ModelFile.Load<VariationalAutoencoder>(path).Parameters()));
    }

    /// <summary>A model of the program's own, whose fields trimming must keep, in their order.</summary>
    private static string Own(string folder)
    {
        var model = new Couplings();
        Train(model, [2], model.Parameters);
        var path = Path.Combine(folder, "own.safetensors");
        ModelFile.Save(model, path);
        var again = new Couplings();
        ModelFile.LoadInto(again, path);
        return $"{Same(ParametersHash.Of(model.Parameters()), ParametersHash.Of(again.Parameters()))} {string.Join(',', model.Parameters().Select(p => p.Name))}";
    }

    private static void Train<T>(T model, Shape example, Func<IReadOnlyList<Parameter>> parameters) where T : Module, ITrainable
    {
        model.Initialize(new Rng(1));
        var data = Dataset.FromFloats([.. Enumerable.Range(0, 40 * example.Size).Select(i => i * 37 % 101 / 100f)], example);
        // A norm over all gradients depends on the order of the parameters.
        var options = new TrainerOptions { EpochCount = 3, BatchSize = 8, Optimizer = new Adam(), LearningRate = 1e-2, ClipNorm = 1 };
        using var checkpoint = new TemporaryCheckpoint();
        new Trainer(options, new Rng(2)).Train(model, data, checkpoint: new Checkpoint(checkpoint.Folder, TimeSpan.Zero));
        if (parameters().Count == 0) throw new InvalidOperationException("no parameters were found");
    }

    private static string Same(string saved, string loaded) => saved == loaded ? saved : throw new InvalidOperationException($"saved {saved}, loaded {loaded}");

    private sealed class TemporaryCheckpoint : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("ansatz-native-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A field of a base class that only its own code sees.</summary>
    private abstract class Scaled : Module
    {
        private readonly Parameter scale = new([2]);

        protected Tensor ScaleOf(Pass pass) => pass[scale].Exp();
    }

    private sealed class Couplings : Scaled, ITrainable
    {
        private readonly Dictionary<int, Sequential> networks = Enumerable.Range(0, 2).ToDictionary(i => i, _ => new Sequential(new Dense(2, 8, Activation.Tanh), new Dense(8, 4)));
        private readonly (Parameter Shift, string Note) last = (new Parameter([2]), "a tuple");

        public Distribution Given(Pass pass) => new TransformedDistribution(MultivariateNormalDiag.Standard(2), new Chain(
            [.. networks.Values.Select((network, i) => new MaskedCoupling(Tensor.From([i % 2, 1 - i % 2]), known =>
            {
                var features = network.Forward(known, pass);
                return new Chain(new Scale(features.Slice(-1, 0, 2).Tanh().Exp()), new Shift(features.Slice(-1, 2, 2)));
            })), new Scale(ScaleOf(pass)), new Shift(pass[last.Shift])]));

        public StepResult Step(Batch batch, Pass pass)
        {
            var loss = -Given(pass).LogProb(batch.Values).Mean();
            return new StepResult(pass.Tape!.Backward(loss), new Metrics(("nll", loss.Item())));
        }

        public Metrics Evaluate(Batch batch, Pass pass) => new(("nll", -Given(pass).LogProb(batch.Values).Mean().Item()));
    }
}
