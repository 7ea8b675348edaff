using Ansatz.Autoencoders;
using Ansatz.Distributions;
using Ansatz.Evaluation;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Autoencoders;

public sealed class ObjectiveTests
{
    private static readonly AutoencoderDesign tiny = new() { Height = 8, Width = 8, Network = ImageNetwork.Dense, Widths = [16], Latent = 3, Likelihood = Likelihood.SquaredError };

    [Fact]
    public void SquaredErrorsAreReportedWithoutTheirConstant()
    {
        var model = Built(1);
        var x = TinyAutoencoders.Spots(4).ToTensor(0, 4);
        var terms = AutoencoderTerms.Of(model, new Batch(x, null, 0), new Pass(null, rng: new Rng(5)));
        var decoded = model.Decoder.Given(model.Encoder.Given(x).Sample(new Rng(5).Fork("posterior"))).Mean;
        var errors = (x - decoded).Square().SumLast(3).ToArray();
        var reported = terms.Reconstruction.ToArray();
        for (var i = 0; i < 4; i++) Assert.Equal(errors[i], reported[i], 1e-4f);
        Assert.Equal(64 * Math.Log(Math.PI) / 2, model.ScoreConstant, 1e-9);
    }

    /// <summary>With k = 1 the bound is the mean of log q − log p + reconstruction; its expectation is the evidence lower bound, and it falls as k grows.</summary>
    [Fact]
    public void TheImportanceWeightedBoundFallsFromTheEvidenceLowerBound()
    {
        var data = TinyAutoencoders.Spots(50);
        double Mean(Objective objective)
        {
            var model = Built(objective);
            return Enumerable.Range(0, 40).Average(i => Ansatz.Training.Validation.Of(model, data, new Rng((ulong)i)).Objective);
        }
        double elbo = Mean(1), one = Mean(new ImportanceWeightedBound(1)), five = Mean(new ImportanceWeightedBound(5)), fifty = Mean(new ImportanceWeightedBound(50));
        Assert.Equal(elbo, one, 0.05);
        Assert.True(five < one - 0.1 && fifty < five - 0.02, $"{one}, {five}, {fifty}");
    }

    [Fact]
    public void GradientsOfTheImportanceWeightedBoundAreDerivatives()
    {
        var x = TinyAutoencoders.Spots(2).ToTensor(0, 2);
        var model = Built(new ImportanceWeightedBound(3));
        double Loss() => model.Evaluate(new Batch(x, null, 0), new Pass(null, rng: new Rng(9))).Objective;
        using var tape = new Tape();
        var gradients = model.Step(new Batch(tape.Enter(x), null, 0), new Pass(tape, isTraining: true, new Rng(9))).Gradients;
        foreach (var parameter in model.Parameters())
        {
            var values = parameter.Value.ToArray();
            var gradient = gradients[parameter].ToArray();
            var at = Array.IndexOf(gradient, gradient.MaxBy(Math.Abs));
            const float H = 1e-2f;
            var moved = (float[])values.Clone();
            moved[at] = values[at] + H;
            parameter.Assign(moved);
            var above = Loss();
            moved[at] = values[at] - H;
            parameter.Assign(moved);
            var below = Loss();
            parameter.Assign(values);
            Assert.Equal((above - below) / (2 * H), gradient[at], 0.02 * Math.Abs(gradient[at]) + 0.01);
        }
    }

    [Fact]
    public void FreeBitsLeaveAnIdleDimensionAlone()
    {
        var x = TinyAutoencoders.Spots(8).ToTensor(0, 8);
        float[] Gradient(double freeBits, double beta)
        {
            var model = Built(new EvidenceLowerBound(beta, freeBits));
            using var tape = new Tape();
            return model.Step(new Batch(tape.Enter(x), null, 0), new Pass(tape, isTraining: true, new Rng(9))).Gradients[model.Parameters()[3]].ToArray();
        }
        Assert.Equal(Gradient(0, 0), Gradient(1000, 1));
        float[] free = Gradient(0, 0), bound = Gradient(0, 1), barely = Gradient(1e-9, 1);
        Assert.True(free.Zip(bound).Max(p => Math.Abs(p.First - p.Second)) > 0.01);
        Assert.True(barely.Zip(bound).Max(p => Math.Abs(p.First - p.Second)) < 1e-6);
    }

    [Fact]
    public void FreeBitsNeedIndependentDimensions()
    {
        var model = (tiny with { Posterior = Posterior.Full }).Build(new EvidenceLowerBound(1, 0.5));
        model.Initialize(new Rng(1));
        using var tape = new Tape();
        var x = tape.Enter(TinyAutoencoders.Spots(2).ToTensor(0, 2));
        Assert.Contains("MultivariateNormalDiag", Assert.Throws<NotSupportedException>(
            () => model.Step(new Batch(x, null, 0), new Pass(tape, isTraining: true, new Rng(9)))).Message, StringComparison.Ordinal);
    }

    /// <summary>A prior of Laplaces has no closed form with a Gaussian: the divergence is taken at the draw, and on average agrees with the integral.</summary>
    [Fact]
    public void WithoutAClosedFormTheDivergenceIsTakenAtTheDraw()
    {
        var prior = new Independent(new Laplace(Tensor.Zeros([3]), Tensor.Ones([3])), 1);
        var built = Built(1);
        var model = new VariationalAutoencoder(built.Encoder, built.Decoder, prior, 1);
        Assert.Equal(["total", "reconstruction", "klEstimate"], Ansatz.Training.Validation.Of(model, TinyAutoencoders.Spots(1), new Rng(1)).Values.Select(v => v.Name));
        var x = TinyAutoencoders.Spots(1).ToTensor(0, 1);
        var q = model.Encoder.Given(x);
        Assert.False(KlDivergence.HasClosedForm(q, prior));
        var mean = Enumerable.Range(0, 4000).Average(i => AutoencoderTerms.Of(model, new Batch(x, null, 0), new Pass(null, rng: new Rng((ulong)i))).Divergence.Item());
        var (value, error) = KlDivergence.Estimate(q, prior, new Rng(3), 20_000);
        Assert.Equal(value.Item(), mean, 6 * error.Item() * Math.Sqrt(1 + 20_000 / 4000));
    }

    [Fact]
    public void DimensionsOfTheDivergenceAddUp()
    {
        var data = TinyAutoencoders.Spots(30);
        var model = Built(1);
        var summary = PosteriorSummary.Of(model, data);
        var total = Ansatz.Training.Validation.Of(model, data, new Rng(1))["kl"];
        Assert.Equal(total, summary.KlByDimension.Sum(), 1e-5);
        Assert.Equal(model.Encode(data).ToArray(), summary.Means.ToArray());
        Assert.Equal(summary.Variances.Order(), summary.ByInformation.Select(j => summary.Variances[j]));
    }

    private static VariationalAutoencoder Built(Objective objective)
    {
        var model = tiny.Build(objective);
        model.Initialize(new Rng(1));
        return model;
    }
}
