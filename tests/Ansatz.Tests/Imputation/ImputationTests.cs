using Ansatz.Autoencoders;
using Ansatz.Boltzmann;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Imputation;

/// <summary>Draws of missing elements have the distribution p(x_missing | x_observed), which each test knows exactly.</summary>
public sealed class ImputationTests
{
    private const float Missing = float.NaN;

    // Σ = LLᵀ of one component; x₂ is given. Mean and covariance of the others follow from the inverse of Σ, which the library never forms.
    [Fact]
    public void AMixtureOfOneComponentDrawsTheNormalGivenTheRest()
    {
        double[] covariance = [2, 0.6, -0.4, 0.6, 1.5, 0.8, -0.4, 0.8, 1];
        var density = MixtureDensity.Of([1], [1, 2, 3], covariance);
        var conditional = density.Condition([double.NaN, 2.5, double.NaN]);
        // μ_m + Σ_mo (x₂ − μ₂)/Σ₂₂, Σ_mm − Σ_mo Σ_om/Σ₂₂.
        Assert.Equal(1 + 0.6 * 0.5 / 1.5, conditional.Means[0], 1e-14);
        Assert.Equal(3 + 0.8 * 0.5 / 1.5, conditional.Means[1], 1e-14);
        double[] expected = [2 - 0.6 * 0.6 / 1.5, -0.4 - 0.6 * 0.8 / 1.5, -0.4 - 0.6 * 0.8 / 1.5, 1 - 0.8 * 0.8 / 1.5];
        var found = conditional.Covariance(0);
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], found[i], 1e-14);
    }

    /// <summary>p(x_m | x_o) · p(x_o) = p(x) for each split of the elements, with p(x_o) by conditioning on nothing but one element after the other.</summary>
    [Theory, InlineData(MixtureCovariance.Full), InlineData(MixtureCovariance.Diagonal), InlineData(MixtureCovariance.Tied), InlineData(MixtureCovariance.Spherical)]
    public void AMixturesConditionalsMultiplyToItsDensity(MixtureCovariance kind)
    {
        var mixture = Mixture(kind);
        var density = mixture.Density();
        double[] x = [0.3, -1.2, 2];
        // The chain rule in two orders: log p(x) = log p(x₁) + log p(x₂|x₁) + log p(x₃|x₁, x₂), with p(x₁) the conditional given nothing, and x₃ first.
        double Chain(int[] order)
        {
            var sum = 0.0;
            double[] known = [double.NaN, double.NaN, double.NaN];
            foreach (var i in order)
            {
                int[] missing = [.. Enumerable.Range(0, 3).Where(j => double.IsNaN(known[j]))];
                // The marginal of element i within the conditional: its mean and variance per component.
                var conditional = density.Condition(known);
                var at = Array.IndexOf(missing, i);
                double[] logs = [.. Enumerable.Range(0, conditional.ComponentCount).Select(k =>
                {
                    var variance = conditional.Covariance(k)[at * missing.Length + at];
                    var d = x[i] - conditional.Mean(k)[at];
                    return Math.Log(conditional.Weights[k]) - 0.5 * Math.Log(2 * Math.PI * variance) - 0.5 * d * d / variance;
                })];
                sum += logs.Max() + Math.Log(logs.Sum(l => Math.Exp(l - logs.Max())));
                known[i] = x[i];
            }
            return sum;
        }
        Assert.Equal(density.LogProb(x)[0], Chain([0, 1, 2]), 1e-10);
        Assert.Equal(density.LogProb(x)[0], Chain([2, 0, 1]), 1e-10);
    }

    [Fact]
    public void AMixturesDrawsHaveTheConditionalsMeanAndCovariance()
    {
        var mixture = Mixture(MixtureCovariance.Full);
        const int Draws = 40_000;
        var result = mixture.Impute(Tensor.From([0.5f, Missing, Missing, 1, 2, 3], [2, 3]), new Rng(5), Draws);
        Assert.Equal([Draws, 2, 3], result.Draws.Shape);
        Assert.Equal(1, result.AcceptanceRate);
        var rows = result.Draws.ToArray().Chunk(6).ToArray();
        Assert.All(rows, r => Assert.Equal([0.5f, 1, 2, 3], [r[0], r[3], r[4], r[5]]));
        var conditional = mixture.Density().Condition([0.5, double.NaN, double.NaN]);
        double[] mean = [0, 0], second = [0, 0, 0, 0];
        for (var k = 0; k < conditional.ComponentCount; k++)
            for (var i = 0; i < 2; i++)
            {
                mean[i] += conditional.Weights[k] * conditional.Mean(k)[i];
                for (var j = 0; j < 2; j++) second[2 * i + j] += conditional.Weights[k] * (conditional.Covariance(k)[2 * i + j] + conditional.Mean(k)[i] * conditional.Mean(k)[j]);
            }
        for (var i = 0; i < 2; i++)
        {
            Near(mean[i], [.. rows.Select(r => (double)r[1 + i])]);
            for (var j = 0; j < 2; j++) Near(second[2 * i + j], [.. rows.Select(r => (double)r[1 + i] * r[1 + j])]);
        }
        // An example's draws are its own: alone, the first has the same.
        Assert.Equal(result.Draws.Slice(1, 0, 1).ToArray()[..30], mixture.Impute(Tensor.From([0.5f, Missing, Missing], [1, 3]), new Rng(5), 10).Draws.ToArray());
    }

    /// <summary>Every state of a small machine is summed over.</summary>
    [Fact]
    public void ABoltzmannMachinesDrawsHaveTheExactProbabilities()
    {
        var machine = new RestrictedBoltzmannMachine(4, 3);
        machine.Initialize(new Rng(1));
        var couplings = new float[12];
        new Rng(2).Normal(couplings);
        machine.Weight.Assign(couplings);
        const int Draws = 20_000;
        var draws = machine.Impute(Tensor.From([1, Missing, 0, Missing], [1, 4]), new Rng(3), Draws, stepCount: 100).Draws.ToArray().Chunk(4).ToArray();
        var states = new[] { (0, 0), (0, 1), (1, 0), (1, 1) };
        var weights = Array.ConvertAll(states, s => Math.Exp(-machine.FreeEnergy(Tensor.From([1, s.Item1, 0, s.Item2], [4])).Item()));
        for (var k = 0; k < 4; k++)
        {
            var p = weights[k] / weights.Sum();
            var share = draws.Count(d => d[0] == 1 && d[2] == 0 && d[1] == states[k].Item1 && d[3] == states[k].Item2) / (double)Draws;
            Assert.Equal(p, share, 5 * Math.Sqrt(p * (1 - p) / Draws));
        }
    }

    /// <summary>In the plane, p(x₂ | x₁) is a density on a line, which a fine grid integrates.</summary>
    [Theory, InlineData("RealNvp"), InlineData("NeuralSplineFlow"), InlineData("MaskedAutoregressiveFlow")]
    public void AFlowsDrawsHaveTheMomentsOfItsDensityOnTheLine(string name)
    {
        var flow = FlowZoo.OfVectors[name](2, 0, 0, null);
        flow.Initialize(new Rng(1));
        var rng = new Rng(2);
        foreach (var p in flow.Parameters().Where(p => p.IsTrainable)) p.Assign([.. p.Value.ToArray().Select(v => v + 0.3f * rng.NextNormal())]);
        const int Draws = 4000, Points = 8001;
        const double Reach = 40;
        foreach (var x1 in new[] { -0.5f, 1 })
        {
            double[] grid = [.. Enumerable.Range(0, Points).Select(i => Reach * (2.0 * i / (Points - 1) - 1))];
            var scores = flow.Score(Tensor.From([.. grid.SelectMany(y => new[] { x1, (float)y })], [Points, 2]));
            var most = scores.Max();
            double[] weights = Array.ConvertAll(scores, s => Math.Exp(s - most));
            var total = weights.Sum();
            var result = flow.Impute(Tensor.From([x1, Missing], [1, 2]), new Rng(3), Draws, stepCount: 100);
            Assert.InRange(result.AcceptanceRate, 0.1, 0.9);
            double[] drawn = [.. result.Draws.ToArray().Chunk(2).Select(d => (double)d[1])];
            // Chains of one example follow each other a little, so 4,000 count as 1,000.
            Near(grid.Zip(weights, (y, w) => y * w).Sum() / total, drawn, effective: 1000);
            Near(grid.Zip(weights, (y, w) => Math.Tanh(y) * w).Sum() / total, [.. drawn.Select(Math.Tanh)], effective: 1000);
            Near(grid.Zip(weights, (y, w) => Math.Sin(2 * y) * w).Sum() / total, [.. drawn.Select(y => Math.Sin(2 * y))], effective: 1000);
        }
    }

    [Fact]
    public void AFlowKeepsItsBoxAndItsContext()
    {
        var flow = new RealNvp(2, contextFeatures: 1, classCount: 2, box: (0f, Tensor.From([1, 2])));
        flow.Initialize(new Rng(1));
        var x = Tensor.From([0.5f, Missing, Missing, Missing, 0.25f, 1], [3, 2]);
        var result = flow.Impute(x, new Rng(2), drawCount: 5, stepCount: 20, context: Tensor.From([0, 1, 2], [3, 1]), labels: [0, 1, 1]);
        Assert.Equal([5, 3, 2], result.Draws.Shape);
        foreach (var draw in result.Draws.ToArray().Chunk(6))
        {
            Assert.Equal([0.5f, 0.25f, 1], [draw[0], draw[4], draw[5]]);
            Assert.All(new[] { draw[1] / 2, draw[2], draw[3] / 2 }, v => Assert.InRange(v, 0f, 1f));
        }
        Assert.Throws<ArgumentException>(() => flow.Impute(x, new Rng(2)));
        Assert.Contains("example 1 holds", Assert.Throws<ArgumentException>(() => new RealNvp(2).Impute(Tensor.From([0, 0, 1, float.PositiveInfinity], [2, 2]), new Rng(1))).Message, StringComparison.Ordinal);
    }

    /// <summary>x = Wz + ε with normal z and ε is a normal with covariance WWᵀ + σ²I, whatever the encoder proposes.</summary>
    [Fact]
    public void ALinearAutoencodersDrawsAreTheNormalGivenTheRest()
    {
        var decoder = new Dense(1, 2);
        var encoder = new Dense(2, 2);
        var model = new VariationalAutoencoder(new DiagonalGaussianEncoder(encoder, 1), new GaussianDecoder(decoder, scale: 0.5f), MultivariateNormalDiag.Standard(1), objective: 1);
        model.Initialize(new Rng(1));
        decoder.Weight.Assign([1, -2]);
        decoder.Bias.Assign([1, 0]);
        // Not the exact posterior, but not far from it.
        encoder.Weight.Assign([0.1f, 0, -0.3f, 0]);
        encoder.Bias.Assign([0, -0.5f]);
        const int Draws = 4000;
        var result = model.Impute(Tensor.From([2, Missing], [1, 2]), new Rng(2), Draws, stepCount: 200);
        Assert.InRange(result.AcceptanceRate, 0.2, 0.95);
        double[] drawn = [.. result.Draws.ToArray().Chunk(2).Select(d => (double)d[1])];
        // Σ = [1.25, −2; −2, 4.25], x₁ − μ₁ = 1.
        const double Mean = -2 / 1.25, Variance = 4.25 - 4 / 1.25;
        Near(Mean, drawn);
        Near(Variance + Mean * Mean, [.. drawn.Select(v => v * v)]);
    }

    [Fact]
    public void GrayPixelsAreMeans()
    {
        var model = new AutoencoderDesign { Height = 4, Width = 4, Network = ImageNetwork.Dense, Widths = [8], ClassCount = 2 }.Build();
        model.Initialize(new Rng(1));
        var x = Tensor.From([.. Enumerable.Range(0, 32).Select(i => i % 3 == 0 ? Missing : 0.25f)], [2, 4, 4, 1]);
        var result = model.Impute(x, new Rng(2), drawCount: 3, stepCount: 10, labels: [0, 1]);
        Assert.Equal([3, 2, 4, 4, 1], result.Draws.Shape);
        var values = result.Draws.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (i % 32 % 3 == 0) Assert.InRange(values[i], 0.01f, 0.99f);
            else Assert.Equal(0.25f, values[i]);
        }
    }

    // Five standard errors.
    private static void Near(double expected, double[] drawn, int? effective = null)
    {
        var mean = drawn.Average();
        var deviation = Math.Sqrt(drawn.Sum(d => (d - mean) * (d - mean)) / drawn.Length);
        Assert.Equal(expected, mean, 5 * deviation / Math.Sqrt(effective ?? drawn.Length));
    }

    private static GaussianMixture Mixture(MixtureCovariance kind)
    {
        var mixture = new GaussianMixture(3, 3, kind);
        mixture.Initialize(new Rng(1));
        var rng = new Rng(2);
        foreach (var p in mixture.Parameters().Where(p => p.IsTrainable)) p.Assign([.. p.Value.ToArray().Select(v => v + 0.7f * rng.NextNormal())]);
        return mixture;
    }
}
