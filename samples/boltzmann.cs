#:project ../src/Ansatz/Ansatz.csproj
// A restricted Boltzmann machine of "bars": 4 × 4 images in which whole rows or whole columns are white:   dotnet run samples/boltzmann.cs
using Ansatz.Boltzmann;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

var rng = new Rng(42);
// 28 different images: each nonempty set of rows or of columns that is not the whole image.
float[][] images = [.. Enumerable.Range(1, 14).SelectMany(set => new[] { Bars(set, p => p / 4), Bars(set, p => p % 4) })];
float[] examples = [.. Enumerable.Repeat(images, 20).SelectMany(i => i).SelectMany(x => x)];
var rates = BaseRates.Of(examples, visibleCount: 16);

var machine = new RestrictedBoltzmannMachine(visibleCount: 16, hiddenCount: 12);
var learning = new ContrastiveDivergence(machine, new ContrastiveDivergenceOptions { StepCount = 5, ChainCount = 100 });
learning.Initialize(rng.Fork("weights"));
learning.StartFrom(rates, rng.Fork("chains"));
var options = new TrainerOptions { EpochCount = 600, BatchSize = 56, Optimizer = new Sgd(), LearningRate = new CosineSchedule(0.1, 600) };
new Trainer(options, rng.Fork("training")).Train(learning, Dataset.FromFloats(examples, [16]));

var logZ = ExactPartition.LogZ(machine); // exact, because 12 hidden units can be summed over
var logLikelihood = -machine.FreeEnergy(Tensor.From([.. images.SelectMany(x => x)], [28, 16])).Mean().Item() - logZ;
Console.WriteLine($"log-likelihood {logLikelihood:F2} nats per image; the best possible: {-Math.Log(28):F2}");
var bracket = new AnnealedImportanceSampling(machine, rates, stepCount: 1000).Bracket(100, rng.Fork("bracket"));
Console.WriteLine($"log Z is {logZ:F3}; annealing says it lies in [{bracket.Low:F3}, {bracket.High:F3}]");

var draws = machine.Gibbs(Tensor.From([.. images.Take(6).SelectMany(x => x)], [6, 16]), stepCount: 1000, rng.Fork("draws")).ToArray().Chunk(16).ToArray();
for (var row = 0; row < 4; row++)
    Console.WriteLine(string.Join("  ", draws.Select(d => string.Concat(d.Skip(4 * row).Take(4).Select(pixel => pixel > 0 ? '#' : '.')))));

static float[] Bars(int set, Func<int, int> line) => [.. Enumerable.Range(0, 16).Select(p => (float)(set >> line(p) & 1))];
