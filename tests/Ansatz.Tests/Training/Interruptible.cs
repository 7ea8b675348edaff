using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Training;
using Ansatz.Workers;

namespace Ansatz.Tests.Training;

/// <summary>
/// A short training with everything in it that a checkpoint must hold: moving statistics, Adam, averaged weights, annealing, early stopping. Three epochs of
/// six steps, the last of them with fewer examples.
/// </summary>
internal static class Interruptible
{
    public const int StepCount = 18;

    private static readonly Lazy<(string Hash, string History, int BestEpoch)> uninterrupted = new(() =>
    {
        var model = Model();
        return Outcome(model, Train(model));
    });

    /// <summary>What comes of it when nothing happens.</summary>
    public static (string Hash, string History, int BestEpoch) Uninterrupted => uninterrupted.Value;

    public static TrainerOptions Options { get; } = new()
    {
        EpochCount = 3,
        BatchSize = 8,
        Optimizer = Adam.Keras(),
        LearningRate = new StepSchedule(1e-2, 50, everyEpochs: 2), // far too high in the last epoch, so that an earlier one is the best
        EarlyStopping = new EarlyStopping(2, startEpoch: 2),
        ClipNorm = 20,
        AverageDecay = 0.9,
    };

    public static VariationalAutoencoder Model() => TinyAutoencoders.Convolutional(new LinearSchedule(4, 1, 2));

    /// <summary>A checkpoint that is saved when it must be, or after every step.</summary>
    public static Checkpoint At(string folder, bool afterEveryStep = false) => new(folder, afterEveryStep ? TimeSpan.Zero : TimeSpan.FromHours(1));

    /// <summary>Trains, or continues a training; stops after the given number of steps of this session.</summary>
    public static TrainingState Train(VariationalAutoencoder model, Checkpoint? checkpoint = null, int? steps = null, TrainerOptions? options = null, ICommunicator? workers = null)
    {
        var data = TinyAutoencoders.Spots(70);
        using var cancellation = new CancellationTokenSource();
        var count = 0;
        var progress = new Told(p =>
        {
            if (p.Finished is null && ++count == steps) cancellation.Cancel();
        });
        return new Trainer(options ?? Options, new Rng(11)) { Workers = workers }.Train(model, data.Slice(0, 45), data.Slice(45, 25), checkpoint, progress, cancellation.Token);
    }

    /// <summary>All that must be equal to the bit: weights and statistics, losses, and the choice of the best epoch. Seconds are not.</summary>
    public static (string Hash, string History, int BestEpoch) Outcome(VariationalAutoencoder model, TrainingState state) =>
        (ParametersHash.Of(model.Parameters()), string.Join('\n', state.History.Select(r => HistoryText.ToJson(r with { Seconds = 0 }))), state.BestEpoch);
}
