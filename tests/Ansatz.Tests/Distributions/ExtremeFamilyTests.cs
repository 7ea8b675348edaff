using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>Families of numbers at values and parameters from 1e-30 to 1e30: no NaN in a score, function or gradient, probabilities in [0, 1], monotone functions, draws inside the support.</summary>
public sealed class ExtremeFamilyTests
{
    private static readonly float[] positives = [1e-30f, 1e-3f, 0.3f, 7, 1e4f, 1e30f];
    private static readonly float[] reals = [-1e30f, -30, 0, 2, 1e10f];
    private static readonly float[] logits = [-1e30f, -90, 0, 2, 1e30f];
    private static readonly float[] counts = [0, 1, 1e3f, 1e12f];
    private static readonly float[] values =
    [
        float.MinValue, -1e30f, -1e10f, -30, -3, -1, -0.5f, -1e-30f, 0, float.Epsilon, 1e-30f, 1e-3f, 0.3f, 0.5f, 1 - 5.9604645e-8f, 1, 2, 30, 1e7f, 1e30f, float.MaxValue,
    ];

    private static readonly float[] probabilities = [0, 1e-40f, 1e-6f, 0.01f, 0.5f, 0.9f, 0.9999999f, 1];

    private static readonly Dictionary<string, (Func<Tensor[], Distribution> Build, float[][] Grid)> families = new(StringComparer.Ordinal)
    {
        ["Normal"] = (p => new Normal(p[0], p[1]), [reals, positives]),
        ["Cauchy"] = (p => new Cauchy(p[0], p[1]), [reals, positives]),
        ["Gumbel"] = (p => new Gumbel(p[0], p[1]), [reals, positives]),
        ["HalfNormal"] = (p => new HalfNormal(p[0]), [positives]),
        ["LogNormal"] = (p => new LogNormal(p[0], p[1]), [reals, positives]),
        ["Weibull"] = (p => new Weibull(p[0], p[1]), [positives, positives]),
        ["Kumaraswamy"] = (p => new Kumaraswamy(p[0], p[1]), [positives, positives]),
        ["Gamma"] = (p => new Gamma(p[0], p[1]), [positives, positives]),
        ["InverseGamma"] = (p => new InverseGamma(p[0], p[1]), [positives, positives]),
        ["Beta"] = (p => new Beta(p[0], p[1]), [positives, positives]),
        ["StudentT"] = (p => new StudentT(p[0], 0, p[1]), [positives, positives]),
        ["VonMises"] = (p => new VonMises(p[0], p[1]), [reals, positives]),
        ["RelaxedBernoulli"] = (p => new RelaxedBernoulli(p[0], p[1]), [positives, logits]),
        ["Poisson"] = (p => new Poisson(p[0]), [positives]),
        ["Binomial"] = (p => new Binomial(p[0], p[1]), [counts, logits]),
        ["NegativeBinomial"] = (p => new NegativeBinomial(p[0], p[1]), [positives, logits]),
        ["Geometric"] = (p => new Geometric(p[0]), [logits]),
        ["ContinuousBernoulli"] = (p => new ContinuousBernoulli(p[0]), [logits]),
        ["DiscretizedLogistic"] = (p => new DiscretizedLogistic(p[0], p[1]), [reals, positives]),
        ["TruncatedNormal"] = (p => new TruncatedNormal(p[0], p[1], p[2], float.PositiveInfinity), [[-1e10f, 0, 50], positives, [-1e6f, 0, 20]]),
    };

    public static TheoryData<string> Names => [.. families.Keys];

    [Theory, MemberData(nameof(Names))]
    public void NothingIsUndefined(string name)
    {
        var (build, grid) = families[name];
        foreach (var parameters in Combinations(grid))
        {
            var at = $"{name}({string.Join(", ", parameters)})";
            float[] Evaluate(string what, Func<Distribution, Tensor, Tensor> function, float[] arguments)
            {
                using var tape = new Tape();
                Tensor[] watched = [.. parameters.Select(v => tape.Watch((Tensor)v))];
                var x = tape.Watch(Tensor.From(arguments));
                var y = function(build(watched), x);
                var found = y.ToArray();
                for (var i = 0; i < found.Length; i++) Assert.False(float.IsNaN(found[i]), $"{at}: {what} at {arguments[Math.Min(i, arguments.Length - 1)]} is NaN");
                if (!y.IsTracked) return found;
                var gradients = tape.Backward(y.IsBetween(float.MinValue, float.MaxValue).Where(y, 0f).Sum());
                foreach (var input in watched.Append(x)) Assert.DoesNotContain(float.NaN, gradients[input].ToArray());
                return found;
            }

            Evaluate("LogProb", (p, x) => p.LogProb(x), values);
            var cdf = Evaluate("Cdf", (p, x) => p.Cdf(x), values);
            for (var i = 0; i < cdf.Length; i++) Assert.InRange(cdf[i], i == 0 ? 0 : cdf[i - 1], 1);
            Assert.All(Evaluate("LogCdf", (p, x) => p.LogCdf(x), values), v => Assert.True(v <= 0));
            Assert.All(Evaluate("LogSurvival", (p, x) => p.LogSurvival(x), values), v => Assert.True(v <= 0));
            var quantiles = Evaluate("Quantile", (p, x) => p.Quantile(x), probabilities);
            for (var i = 1; i < quantiles.Length; i++) Assert.True(quantiles[i] >= quantiles[i - 1], $"{at}: Quantile({probabilities[i]}) is {quantiles[i]}, that of {probabilities[i - 1]} is {quantiles[i - 1]}");
            var distribution = build([.. parameters.Select(v => (Tensor)v)]);
            var draws = distribution.Sample(new Rng(3), [100]);
            Assert.True(distribution.Support.ContainsAll(draws), $"{at}: a draw lies outside the support");
            Evaluate("Sample", (p, _) => p.Sample(new Rng(3), [20]) * 1e-3f, [0]);
        }
    }

    private static IEnumerable<float[]> Combinations(float[][] grid) =>
        grid.Aggregate((IEnumerable<float[]>)[[]], (rows, axis) => rows.SelectMany(row => axis.Select(v => (float[])[.. row, v])));
}
