#:project ../src/Ansatz/Ansatz.csproj
// A neural spline flow with the settings published for five tables, on a file of yours:   dotnet run samples/uci.cs NAME FILE.csv [STEPS]
// NAME is power, gas, hepmass, miniboone or bsds300; docs/published-tables.md says how each file is made. Any other name takes the settings of power.
using System.Globalization;
using Ansatz.Data;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Training;

// Layers, hidden units, bins, batch and learning rate of the autoregressive flow; log-likelihood of a Gaussian and of the flow, in nats: Durkan et al. (2019).
(int Layers, int Hidden, int Bins, int Batch, double Rate, string Published) recipe = args[0] switch
{
    "gas" => (10, 256, 8, 512, 5e-4, "Gaussian -3.58, neural spline flow 13.09"),
    "hepmass" => (10, 256, 8, 512, 5e-4, "Gaussian -27.93, neural spline flow -14.01"),
    "miniboone" => (10, 64, 4, 64, 3e-4, "Gaussian -37.24, neural spline flow -9.22"),
    "bsds300" => (10, 512, 8, 512, 5e-4, "Gaussian 96.67, neural spline flow 157.31"),
    _ => (10, 256, 8, 512, 5e-4, args[0] == "power" ? "Gaussian -7.74, neural spline flow 0.66" : "none"),
};
var rows = File.ReadLines(args[1]).Where(line => line.Length > 0 && !char.IsLetter(line.Trim('"')[0]))
    .Select(line => line.Split(',').Where(cell => float.TryParse(cell, CultureInfo.InvariantCulture, out _)).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray()).ToArray();
var (dimension, rng) = (rows[0].Length, new Rng(42));
var data = Dataset.FromFloats([.. rows.SelectMany(row => row)], [dimension]);
var (seen, test) = data.Split(0.9);                           // the last tenth is the test set, and a tenth of the rest chooses the weights
var (training, validation) = seen.Split(0.9);
Console.WriteLine($"{training.Count} rows of {dimension} columns for training, {validation.Count} for validation, {test.Count} for the test");

var flow = new NeuralSplineFlow(dimension, recipe.Layers, [recipe.Hidden, recipe.Hidden], recipe.Bins, bound: 3, autoregressive: true);
var steps = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 400_000;
flow.Fit(training, rng, validation, epochCount: Math.Max(1, steps * recipe.Batch / training.Count), recipe.Batch, recipe.Rate);
var gaussian = new GaussianMixture(1, dimension, MixtureCovariance.Full);
gaussian.Fit([.. rows.Take(training.Count).SelectMany(row => row).Select(x => (double)x)], rng.Fork("gaussian"), new MixtureOptions { Regularization = 1e-6 });
double[] scores = flow.Score(test);
var error = 2 * Math.Sqrt(scores.Sum(s => (s - scores.Average()) * (s - scores.Average()))) / scores.Length;
Console.WriteLine(FormattableString.Invariant($"test log-likelihood: Gaussian {gaussian.Score(test).Average():F2}, neural spline flow {scores.Average():F2} ± {error:F2} nats; published: {recipe.Published}"));
