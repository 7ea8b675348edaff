using Ansatz.Boltzmann;
using Ansatz.Data;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Golden;
using Ansatz.Training;

namespace Ansatz.Tests.Boltzmann;

/// <summary>What <see cref="Checksums"/> runs over Boltzmann machines: 100 steps of each kind, then log Z both ways.</summary>
internal static class BoltzmannChecksum
{
    private const int Visible = 70, Hidden = 12;

    public static void Compute(Digest digest)
    {
        var examples = SmallMachine.Echoes(80, Visible, 1);
        var rates = BaseRates.Of(examples, Visible);
        foreach (var options in new ContrastiveDivergenceOptions[] { new() { ChainCount = 10 }, new() { StepCount = 2, IsCentered = false } })
        {
            var training = new ContrastiveDivergence(new RestrictedBoltzmannMachine(Visible, Hidden), options);
            training.Initialize(new Rng(2));
            training.StartFrom(rates, new Rng(3));
            var trainer = new Trainer(new TrainerOptions { EpochCount = 10, BatchSize = 8, Optimizer = new Sgd(0.9), LearningRate = 0.05 }, new Rng(4));
            trainer.Train(training, Dataset.FromFloats(examples, [Visible]));
            foreach (var parameter in training.Parameters()) digest.Add(parameter.Value.ToArray());

            var annealing = new AnnealedImportanceSampling(training.Machine, rates, 20);
            digest.Add([ExactPartition.LogZ(training.Machine), annealing.LogZ(5, new Rng(5)).LogZ]);
            digest.Add(annealing.LogProb(Tensor.From(examples, [80, Visible])[..3], 2, new Rng(6)));
        }
    }
}
