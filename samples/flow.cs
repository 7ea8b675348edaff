#:project ../src/Ansatz/Ansatz.csproj
// A normalizing flow of points in the plane, from neural splines:   dotnet run samples/flow.cs [TABLE.csv]
// The table has one point per line, its two numbers separated by a comma. Without it, the program draws points near a parabola.
using System.Globalization;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

var rng = new Rng(42);
var points = args.Length > 0 ? [.. File.ReadLines(args[0]).SelectMany(l => l.Split(',').Select(n => float.Parse(n, CultureInfo.InvariantCulture)))] : Parabola();
var (training, validation) = Dataset.FromFloats(points, [2]).Split(0.8);
var flow = new NeuralSplineFlow(dimension: 2, layers: 4, hidden: [32, 32]);
flow.Initialize(rng.Fork("weights"));
flow.Standardize(training); // the flow learns in units of mean 0 and variance 1; scores are still those of the points
var options = new TrainerOptions { EpochCount = 20, BatchSize = 100, Optimizer = new Adam(), LearningRate = new CosineSchedule(5e-3, epochs: 20) };
foreach (var epoch in new Trainer(options, rng.Fork("training")).Train(flow, training, validation).History.Where(e => e.Epoch % 5 == 0))
    Console.WriteLine($"epoch {epoch.Epoch}: {epoch.Train.Objective:F3} nats per point, validation {epoch.Validation!.Objective:F3}");
if (args.Length == 0) Console.WriteLine($"the best possible: {2 * 1.418939 + Math.Log(0.2):F3}");
ModelFile.Save(flow, "flow.safetensors");

var again = ModelFile.Load<NeuralSplineFlow>("flow.safetensors");
var draws = again.Sample(rng.Fork("draws"), count: 3);
Console.WriteLine($"{draws}\nlog p of these: {string.Join(", ", again.Score(draws).Select(s => s.ToString("F2", CultureInfo.InvariantCulture)))}");

float[] Parabola() => [.. MultivariateNormalDiag.Standard(2).Sample(rng.Fork("data"), [2000]).ToArray().Chunk(2).SelectMany(p => new[] { p[0], p[0] * p[0] + 0.2f * p[1] })];
