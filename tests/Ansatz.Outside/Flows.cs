using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Outside;

internal static class Flows
{
    public static void Run(string folder)
    {
        var rng = new Rng(3);
        var z = rng.Fork("z").Normal([300, 2], tape: null);
        var bent = Tensor.Concat(1, z.Slice(1, 0, 1), z.Slice(1, 0, 1).Square() + 0.3f * z.Slice(1, 1, 1));
        var flow = new CoupledFlow();
        flow.Initialize(rng.Fork("weights"));
        var options = new TrainerOptions { EpochCount = 20, BatchSize = 50, Optimizer = new Adam(), LearningRate = 1e-2 };
        var history = new Trainer(options, rng.Fork("training")).Train(flow, Dataset.FromTensor(bent)).History;
        Check.That(history[^1].Train.Objective < history[0].Train.Objective - 0.5, $"the objective falls: {history[0].Train.Objective} to {history[^1].Train.Objective}");
        ModelFile.Register("coupled-flow", _ => new CoupledFlow());
        var path = Path.Combine(folder, "flow.safetensors");
        ModelFile.Save(flow, path);
        Check.That(ModelFile.Load<CoupledFlow>(path).Score(bent).SequenceEqual(flow.Score(bent)), "scores are the same after loading");
        Check.Done("a flow");

        // The data have labels, which an unconditional prior ignores.
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        var model = new VariationalAutoencoder(new DiagonalGaussianEncoder(new Dense(2, 4), 2), new GaussianDecoder(new Dense(2, 2), 0.2f), new CoupledFlow(), 1);
        model.Initialize(rng.Fork("model"));
        var trained = new Trainer(options, rng.Fork("prior")).Train(model, Dataset.FromTensor(bent, labels)).History;
        Check.That(trained[^1].Train.Objective < trained[0].Train.Objective - 0.5, $"the objective falls: {trained[0].Train.Objective} to {trained[^1].Train.Objective}");
        Check.That(model.Sample(rng.Fork("samples"), 5).Shape == new Shape(5, 2), "samples");
        Check.Done("a prior");
    }
}
