using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;
using MathNet.Numerics.LinearAlgebra;

namespace Ansatz.Tests.Autoencoders;

/// <summary>
/// A linear Gaussian autoencoder is probabilistic principal component analysis. Its best likelihood is known in closed form. With a full
/// triangular posterior, the bound can reach the likelihood.
/// </summary>
public sealed class LinearGaussianTests
{
    private const int Count = 200, Features = 5, Latent = 2;

    [Fact]
    public void TrainedItReachesTheMarginalLikelihoodOfProbabilisticPca()
    {
        var data = Data();
        var model = new VariationalAutoencoder(
            new GaussianEncoder(new Dense(Features, GaussianEncoder.FeatureCount(Latent)), Latent),
            new GaussianDecoder(new Dense(Latent, Features), scale: 1, isScaleLearnt: true),
            MultivariateNormalDiag.Standard(Latent), objective: 1);
        model.Initialize(new Rng(1));
        var options = new TrainerOptions { EpochCount = 3000, BatchSize = Count, Optimizer = new Adam(beta2: 0.99), LearningRate = new CosineSchedule(3e-2, 3000) };
        new Trainer(options, new Rng(2)).Train(model, Dataset.FromFloats(data, [Features]));

        double bound = EvidenceLowerBound(model, data), likelihood = LogLikelihoodOfPca(data);
        Assert.InRange(bound, likelihood - 1e-3, likelihood + 1e-6);
    }

    [Fact]
    public void ASumOfSquaresIsANormalOfKnownScale()
    {
        var decoder = new GaussianDecoder(new Dense(1, 2), MathF.Sqrt(0.5f));
        decoder.Initialize(new Rng(1));
        var dense = (Dense)decoder.Network;
        dense.Bias.Assign([1, 2]);
        var logProb = decoder.Given(Tensor.Zeros([1, 1])).LogProb(Tensor.From([4, -2], [1, 2])).Item();
        Assert.Equal(-(9 + 16) - Math.Log(Math.PI), logProb, 1e-5);
        Assert.Equal(4, decoder.CountParameters());
        Assert.Equal(5, new GaussianDecoder(new Dense(1, 2), 1, isScaleLearnt: true).CountParameters());
    }

    [Fact]
    public void AScaleOutOfRangeIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianDecoder(new Dense(1, 2), 0));

    private static float[] Data()
    {
        var rng = new Rng(7);
        float[] z = new float[Count * Latent], noise = new float[Count * Features], x = new float[Count * Features];
        rng.Normal(z);
        rng.Normal(noise);
        float[] w = [1.5f, 0.2f, -1, 0.7f, 0.3f, 1.1f, 0.5f, -0.4f, 0.1f, 0.8f];
        for (var i = 0; i < x.Length; i++)
        {
            int row = i / Features, column = i % Features;
            x[i] = column - 2 + 0.5f * noise[i] + z[row * Latent] * w[2 * column] + z[row * Latent + 1] * w[2 * column + 1];
        }
        return x;
    }

    // Tipping and Bishop, Probabilistic principal component analysis (1999), equations 7 and 8: at the optimum C has the d largest eigenvalues of S, and the mean of the others.
    private static double LogLikelihoodOfPca(float[] data)
    {
        var x = Matrix<double>.Build.Dense(Count, Features, (i, j) => data[i * Features + j]);
        var mean = x.ColumnSums() / Count;
        for (var i = 0; i < Count; i++) x.SetRow(i, x.Row(i) - mean);
        var eigenvalues = (x.TransposeThisAndMultiply(x) / Count).Evd(Symmetricity.Symmetric).EigenValues.Select(c => c.Real).OrderDescending().ToArray();
        var noise = eigenvalues[Latent..].Average();
        return -0.5 * (Features * Math.Log(2 * Math.PI) + eigenvalues[..Latent].Sum(Math.Log) + (Features - Latent) * Math.Log(noise) + Features);
    }

    // In double and without sampling: E_q‖x − Wz − b‖² = ‖x − Wμ − b‖² + ‖WL‖².
    private static double EvidenceLowerBound(VariationalAutoencoder model, float[] data)
    {
        var q = ((GaussianEncoder)model.Encoder).Given(Tensor.From(data, [Count, Features]));
        float[] mu = q.Loc.ToArray(), l = q.ScaleTriL.ToArray();
        var decoder = (GaussianDecoder)model.Decoder;
        var dense = (Dense)decoder.Network;
        float[] w = dense.Weight.Value.ToArray(), b = dense.Bias.Value.ToArray();
        var logScale = (double)decoder.LogScale!.Value.Item();
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            double squares = 0, kl = -0.5 * Latent;
            for (var j = 0; j < Features; j++)
            {
                double residual = data[i * Features + j] - b[j];
                for (var k = 0; k < Latent; k++) residual -= (double)w[k * Features + j] * mu[i * Latent + k];
                squares += residual * residual;
                for (var k = 0; k < Latent; k++)
                {
                    var spread = 0.0;
                    for (var m = 0; m < Latent; m++) spread += (double)w[m * Features + j] * l[(i * Latent + m) * Latent + k];
                    squares += spread * spread;
                }
            }
            for (var m = 0; m < Latent; m++)
            {
                kl += 0.5 * mu[i * Latent + m] * mu[i * Latent + m] - Math.Log(l[(i * Latent + m) * Latent + m]);
                for (var k = 0; k < Latent; k++) kl += 0.5 * l[(i * Latent + m) * Latent + k] * l[(i * Latent + m) * Latent + k];
            }
            sum += -0.5 * Features * Math.Log(2 * Math.PI) - Features * logScale - 0.5 * squares * Math.Exp(-2 * logScale) - kl;
        }
        return sum / Count;
    }
}
