using Ansatz.Data;
using Ansatz.Mixtures;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Golden;

/// <summary>What <see cref="Checksums"/> runs over mixtures: 100 steps by gradient, and expectation-maximization.</summary>
internal static class MixtureChecksum
{
    public static void Compute(Digest digest)
    {
        var (values, dimension) = Faithful.Values;
        foreach (var covariance in Enum.GetValues<MixtureCovariance>())
        {
            var mixture = new GaussianMixture(3, dimension, covariance);
            mixture.StartFrom(values, new Rng(1));
            var options = new TrainerOptions { EpochCount = 3, BatchSize = 8, Optimizer = new Adam(), LearningRate = 0.01 };
            new Trainer(options, new Rng(2)).Train(mixture, Dataset.FromFloats([.. values.Select(v => (float)v)], [dimension]));
            foreach (var parameter in mixture.Parameters()) digest.Add(parameter.Value.ToArray());

            var fit = mixture.Fit(values, new Rng(3), startCount: 2);
            digest.Add(fit.Density.Weights);
            digest.Add(fit.Density.Means);
            digest.Add(fit.Density.Covariance(0));
            digest.Add([fit.LogLikelihood]);
        }
    }
}
