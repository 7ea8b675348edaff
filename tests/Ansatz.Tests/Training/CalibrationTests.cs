using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

/// <summary>A Gaussian decoder whose σ is the best one for a batch, in closed form, and for the training set once training is over.</summary>
public sealed class CalibrationTests
{
    private const int Features = 6, Latent = 2, Count = 40;

    [Fact]
    public void TheScoreOfABatchIsThatOfItsBestScale()
    {
        var model = Model();
        var values = Data().ToTensor(0, Count);
        using var tape = new Tape();
        var pass = new Pass(tape, isTraining: true, new Rng(4));
        var metrics = model.Step(new Batch(values, null, 0), pass).Metrics;
        var error = SquaredErrors(model, values, new Pass(null, rng: new Rng(4))) / values.Length;
        // ½D(1 + log 2πσ²) with σ² the mean squared error: no other σ gives less.
        Assert.Equal(Features / 2.0 * (1 + Math.Log(2 * Math.PI * error)), metrics["reconstruction"], 1e-4);
        pass.ApplyStatistics();
        Assert.Equal(Math.Log(error) / 2, LogScale(model), 1e-5);
    }

    [Fact]
    public void TheGradientIsThatOfTheBestScore()
    {
        var model = Model();
        var values = Data().ToTensor(0, Count);
        double Objective() => Step(model, values).Metrics["reconstruction"] + Step(model, values).Metrics["kl"];
        var bias = ((Dense)((GaussianDecoder)model.Decoder).Network).Bias;
        var gradient = Step(model, values).Bias;
        for (var i = 0; i < Features; i++)
        {
            const float Shift = 1e-2f;
            var before = bias.Value.ToArray();
            double At(float shift)
            {
                bias.Assign([.. before.Select((b, j) => j == i ? b + shift : b)]);
                return Objective();
            }
            var slope = (At(Shift) - At(-Shift)) / (2 * Shift);
            bias.Assign(before);
            Assert.Equal(slope, gradient[i], 2e-3);
        }
    }

    [Fact]
    public void AfterTrainingTheScaleIsThatOfTheWholeSet()
    {
        var model = Model();
        var data = Data();
        new Trainer(new TrainerOptions { EpochCount = 30, BatchSize = 8, Optimizer = new Adam(), LearningRate = 1e-2 }, new Rng(2)).Train(model, data);
        Assert.True(Calibration.Apply(model, model, data, new Rng(7)));
        // The same draws: one batch of validation's size after the other, each with a stream of its own.
        var squares = 0.0;
        for (int start = 0, index = 0; start < Count; start += 32, index++)
            squares += SquaredErrors(model, data.ToTensor(start, Math.Min(32, Count - start)), new Pass(null, rng: new Rng(7).Fork(index)));
        Assert.Equal(0.5 * Math.Log(squares / (Count * Features)), LogScale(model), 1e-5);
    }

    [Fact]
    public void ACopyWithoutErrorsKeepsAFiniteScore()
    {
        var data = Dataset.FromFloats(new float[Count * Features], [Features]);
        var model = Model();
        foreach (var p in ((Module)model.Decoder).Parameters()) p.Assign(new float[p.Shape.Size]);
        Assert.True(double.IsFinite(Step(model, data.ToTensor(0, Count)).Metrics.Objective));
        Calibration.Apply(model, model, data, new Rng(1));
        Assert.InRange(LogScale(model), Math.Log(GaussianDecoder.LeastScale) - 1e-5, -1);
    }

    [Fact]
    public void AnotherDecoderIsLeftAlone()
    {
        var model = TinyAutoencoders.Dense();
        Assert.False(Calibration.Apply(model, model, TinyAutoencoders.Spots(4), new Rng(1)));
    }

    private static VariationalAutoencoder Model()
    {
        var model = new VariationalAutoencoder(
            new DiagonalGaussianEncoder(new Dense(Features, DiagonalGaussianEncoder.FeatureCount(Latent)), Latent), GaussianDecoder.Calibrated(new Dense(Latent, Features)),
            MultivariateNormalDiag.Standard(Latent), objective: 1);
        model.Initialize(new Rng(1));
        return model;
    }

    private static Dataset Data()
    {
        var values = new float[Count * Features];
        new Rng(3).Normal(values);
        return Dataset.FromFloats([.. values.Select((v, i) => 0.3f * v + i % Features)], [Features]);
    }

    private static (Metrics Metrics, float[] Bias) Step(VariationalAutoencoder model, Tensor values)
    {
        using var tape = new Tape();
        var result = model.Step(new Batch(values, null, 0), new Pass(tape, isTraining: true, new Rng(4)));
        return (result.Metrics, result.Gradients[((Dense)((GaussianDecoder)model.Decoder).Network).Bias].ToArray());
    }

    private static double SquaredErrors(VariationalAutoencoder model, Tensor values, Pass pass)
    {
        var z = model.Encoder.Given(values, pass).Sample(pass.Stream("posterior"));
        return model.Decoder.Given(z, pass).Mean.ToArray().Zip(values.ToArray(), (m, x) => ((double)x - m) * (x - m)).Sum();
    }

    private static double LogScale(VariationalAutoencoder model) => ((GaussianDecoder)model.Decoder).LogScale!.Value.Item();
}
