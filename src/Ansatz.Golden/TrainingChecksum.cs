using System.Text;
using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Golden;

/// <summary>What <see cref="Checksums"/> runs over training: the parameters and the losses after 100 steps of 8 examples.</summary>
internal static class TrainingChecksum
{
    private static readonly TrainerOptions HundredSteps = new() { EpochCount = 5, BatchSize = 8, Optimizer = Adam.Keras(), LearningRate = new CosineSchedule(5e-3, 5), EarlyStopping = new EarlyStopping(2, 2) };

    /// <summary>Convolutions, transposed convolutions, batch normalization, a triangular posterior, an annealed weight and the best of five epochs.</summary>
    public static void Convolutional(Digest digest) => Train(digest, TinyAutoencoders.Convolutional(new ExponentialSchedule(8, 1, 2), width: 9), HundredSteps);

    /// <summary>Dense layers, momentum, clipped gradients and averaged weights.</summary>
    public static void Dense(Digest digest) => Train(digest, TinyAutoencoders.Dense(), HundredSteps with
    {
        Optimizer = new Sgd(0.9, isNesterov: true, weightDecay: 1e-4),
        LearningRate = new WarmUpSchedule(1, 1e-3),
        ClipNorm = 30,
        AverageDecay = 0.95,
    });

    /// <summary>The convolutional training in three shards of two or three examples.</summary>
    public static void Sharded(Digest digest) => Train(digest, TinyAutoencoders.Convolutional(), HundredSteps with { EpochCount = 2, ShardCount = 3, ClipNorm = 30 });

    private static void Train(Digest digest, VariationalAutoencoder model, TrainerOptions options)
    {
        var data = TinyAutoencoders.Spots(200);
        var state = new Trainer(options, new Rng(42)).Train(model, data.Slice(0, 160), data.Slice(160, 40));
        foreach (var record in state.History)
            foreach (var (_, value) in record.Train.Values.Concat(record.Validation!.Values)) digest.Add([value]);
        digest.Add(Encoding.ASCII.GetBytes(ParametersHash.Of(model.Parameters())));
    }
}
