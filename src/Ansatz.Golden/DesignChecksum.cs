using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Data;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Golden;

/// <summary>A hundred steps in all of four tiny autoencoders that use between them every technique.</summary>
internal static class DesignChecksum
{
    public static void Compute(Digest digest)
    {
        var tiny = new AutoencoderDesign { Height = 8, Width = 8, Network = ImageNetwork.Dense, Widths = [12], Activation = Activation.Tanh, Latent = 2 };
        Train(digest, tiny with { Likelihood = Likelihood.Gaussian, ClassCount = 3, Dropout = 0.2 }, new EvidenceLowerBound(1, 0.1));
        Train(digest, tiny with { Likelihood = Likelihood.DiscretizedLogistic, Posterior = Posterior.Full }, new ImportanceWeightedBound(3));
        Train(digest, tiny with { Likelihood = Likelihood.ContinuousBernoulli, Activation = Activation.Silu }, 2);
        Train(digest, tiny with { Network = ImageNetwork.Mirrored, Widths = [3], Likelihood = Likelihood.SquaredError, Activation = Activation.Softplus, Start = FirstWeights.PyTorch }, 1);
    }

    private static void Train(Digest digest, AutoencoderDesign design, Objective objective)
    {
        var model = design.Build(objective);
        model.Initialize(new Rng(1));
        var options = new TrainerOptions { EpochCount = 5, BatchSize = 8, Optimizer = Adam.Keras(), LearningRate = 1e-2 };
        new Trainer(options, new Rng(2)).Train(new Denoising(model, new GaussianNoise(0.1)), TinyAutoencoders.Labelled(40));
        foreach (var parameter in model.Parameters()) digest.Add(parameter.Value.ToArray());
    }
}
