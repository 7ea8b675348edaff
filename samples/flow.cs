#:project ../src/Ansatz/Ansatz.csproj
// A normalizing flow of points in the plane, from four couplings:   dotnet run samples/flow.cs
using Ansatz.Bijectors;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

var rng = new Rng(42);
var noise = MultivariateNormalDiag.Standard(2).Sample(rng.Fork("data"), [1500]).ToArray();
float[] points = [.. noise.Chunk(2).SelectMany(p => new[] { p[0], p[0] * p[0] + 0.2f * p[1] })]; // a parabola with some noise
var model = new Flow();
model.Initialize(rng.Fork("weights"));
var options = new TrainerOptions { EpochCount = 30, BatchSize = 100, Optimizer = new Adam(), LearningRate = 5e-3 };
var history = new Trainer(options, rng.Fork("training")).Train(model, Dataset.FromFloats(points, [2])).History;
Console.WriteLine($"{history[0].Train.Objective:F3} → {history[^1].Train.Objective:F3} nats per point; the best possible: {2 * 1.418939 + Math.Log(0.2):F3}");
Console.WriteLine(model.Given().Sample(rng.Fork("draws"), [3]));

sealed class Flow : Module, ITrainable
{
    private readonly Sequential[] networks = [.. Enumerable.Range(0, 4).Select(_ => new Sequential(new Dense(2, 32, Activation.Tanh), new Dense(32, 4)))];
    public Distribution Given(Pass pass = default) => new TransformedDistribution(MultivariateNormalDiag.Standard(2),
        new Chain([.. networks.Select((network, i) => new MaskedCoupling(Tensor.From([i % 2, 1 - i % 2]), known =>
        {
            var features = network.Forward(known, pass);
            return new Chain(new Scale(features.Slice(-1, 0, 2).Tanh().Exp()), new Shift(features.Slice(-1, 2, 2)));
        }))]));

    public StepResult Step(Batch batch, Pass pass)
    {
        var loss = -Given(pass).LogProb(batch.Values).Mean();
        return new StepResult(pass.Tape!.Backward(loss), new Metrics(("nll", loss.Item())));
    }

    public Metrics Evaluate(Batch batch, Pass pass) => new(("nll", -Given(pass).LogProb(batch.Values).Mean().Item()));
}
