using Ansatz.Boltzmann;
using Ansatz.Data;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Golden;

/// <summary>What <see cref="Checksums"/> runs over Boltzmann machines: 100 steps of each kind, then log Z both ways.</summary>
internal static class BoltzmannChecksum
{
    private const int Visible = 70, Hidden = 12;

    public static void Compute(Digest digest)
    {
        var examples = Echoes(80, Visible, 1);
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

    /// <summary>Examples of bits that hang together: the second half repeats the first, with a bit in ten turned.</summary>
    public static float[] Echoes(int count, int units, ulong seed)
    {
        var examples = new float[count * units];
        var chance = new float[count * units];
        new Rng(seed).Uniform(chance);
        for (var i = 0; i < examples.Length; i++)
        {
            var unit = i % units;
            examples[i] = unit < units / 2 ? (chance[i] < 0.5f ? 1 : 0)
                : chance[i] < 0.1f ? 1 - examples[i - units / 2] : examples[i - units / 2];
        }
        return examples;
    }
}
