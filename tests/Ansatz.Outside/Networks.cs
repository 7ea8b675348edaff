using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Outside;

internal static class Networks
{
    public static void Run(string folder)
    {
        var rng = new Rng(42);
        var network = new Scaled(3);
        network.Initialize(rng.Fork("weights"));
        var x = rng.Fork("x").Normal([64, 3], tape: null);
        var y = x.WeightedSum(Tensor.From([1, -2, 3])).Reshape([64, 1]);
        var optimizer = new SignDescent(0.9f).Start(network.Parameters());
        float first = 0, last = 0;
        for (var step = 0; step < 200; step++)
        {
            using var tape = new Tape();
            var pass = new Pass(tape, isTraining: true, rng.Fork(step));
            var loss = (network.Forward(10 * x, pass) - y).Square().Mean();
            optimizer.Step(tape.Backward(loss), learningRate: 0.05);
            pass.ApplyStatistics();
            last = loss.Item();
            if (step == 0) first = last;
        }
        Check.That(last < 0.1 * first, $"the loss falls: {first} to {last}");
        Check.Near(last, (network.Forward(10 * x) - y).Square().Mean().Item(), 0.2, "evaluation has the statistic of training");
        Check.That(network.Parameters().Select(p => p.Name).SequenceEqual(["scale.weight", "scale.meanSquare", "last.weight", "last.bias"]), "the names are those stated");
        Check.Near(0.25, new WarmUpSchedule(1, new Halving(1, 2)).At(9), 1e-12, "a schedule within another");
        Check.Done("a schedule");
        Check.Done("a module with a statistic");
        Check.Done("an optimizer");

        ModelFile.Register("scaled", header => new Scaled(int.Parse(header.Split(' ')[1])));
        var path = Path.Combine(folder, "scaled.safetensors");
        ModelFile.Save(network, path);
        Check.That(ParametersHash.Of(ModelFile.Load<Scaled>(path).Parameters()) == ParametersHash.Of(network.Parameters()), "the weights are the same");
        Check.Done("an architecture");
    }

    private sealed class Scaled : Layer
    {
        private readonly RunningScale scale;
        private readonly Dense last;

        public Scaled(int features)
        {
            (scale, last) = (new RunningScale(features), new Dense(features, 1));
            Architecture = $"scaled {features}";
        }

        public override Tensor Forward(Tensor x, Pass pass = default) => last.Forward(scale.Forward(x, pass), pass);

        public override string Describe() => $"Scaled({scale}, {last})";
    }
}
