#:project ../src/Ansatz/Ansatz.csproj
// Gaussian mixtures with 1 to 4 components, fitted by expectation-maximization; BIC chooses between them:   dotnet run samples/mixture.cs [TABLE.csv]
// The table has one point per line, its numbers separated by commas.
using System.Globalization;
using Ansatz.Distributions;
using Ansatz.Mixtures;
using Ansatz.Random;

var rng = new Rng(42);
var rows = args.Length > 0 ? [.. File.ReadLines(args[0]).Select(l => l.Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray())] : Made();
double[] points = [.. rows.SelectMany(r => r)];
var fits = Enumerable.Range(1, 4).Select(k =>
{
    var mixture = new GaussianMixture(componentCount: k, dimension: rows[0].Length, MixtureCovariance.Full);
    return (Mixture: mixture, Fit: mixture.Fit(points, rng.Fork("starts").Fork(k)));
}).ToArray();
foreach (var (mixture, fit) in fits) Console.WriteLine($"{mixture.ComponentCount} components: log-likelihood {fit.LogLikelihood:F1} nats, BIC {fit.Bic:F1}");

var (best, bestFit) = fits.MinBy(f => f.Fit.Bic);
Console.WriteLine($"{best.ComponentCount} components have the lowest BIC:");
for (var k = 0; k < best.ComponentCount; k++)
    Console.WriteLine($"  weight {bestFit.Density.Weights[k]:F3}, mean ({string.Join(", ", bestFit.Density.Mean(k).ToArray().Select(m => m.ToString("F2", CultureInfo.InvariantCulture)))})");
Console.WriteLine(best.Given().Sample(rng.Fork("draws"), [3])); // a mixture is a distribution

// 600 points in the plane from two clusters: weights 2/3 and 1/3, means (0, 0) and (4, 4).
double[][] Made() => [.. MultivariateNormalDiag.Standard(2).Sample(rng.Fork("data"), [600]).ToArray().Chunk(2).Select((p, i) => i % 3 < 2 ? new double[] { p[0], p[1] } : [4 + 0.5 * p[0], 4 + p[0] + p[1]])];
