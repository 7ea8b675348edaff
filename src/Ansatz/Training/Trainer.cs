using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Workers;

namespace Ansatz.Training;

/// <summary>
/// Runs epochs of steps: batch → gradients → optimizer → moving statistics; validates after each epoch, keeps the best weights where told to, and writes
/// checkpoints from which it continues to the same bits. All randomness is a function of the stream and the numbers of epoch and step.
/// </summary>
/// <remarks>
/// A model is trained in one place at a time. To refuse a second training, the trainer keeps a list of the models in training. It is one list for the whole process,
/// it changes no result, and a model leaves it when its training ends, also by an exception.
/// </remarks>
public sealed class Trainer
{
    /// <summary>The models in training now, in the whole process; see the remarks of the class.</summary>
    private static readonly HashSet<ITrainable> inTraining = new(ReferenceEqualityComparer.Instance);

    private readonly TrainerOptions options;
    private readonly Rng rng;

    /// <param name="options">What to do.</param>
    /// <param name="rng">The stream of orders, noise and dropout.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number among the options is out of its range.</exception>
    public Trainer(TrainerOptions options, Rng rng)
    {
        options.Check();
        (this.options, this.rng) = (options, rng);
    }

    /// <summary>
    /// The workers that train together: each computes its part of the <see cref="TrainerOptions.ShardCount"/> shards of a batch, and all take the same steps. Null is this process alone.
    /// Every worker makes the same trainer and gives it the same model and examples; a checkpoint is read and written by worker 0 alone.
    /// </summary>
    public ICommunicator? Workers { get; set; }

    /// <summary>The stream of validation within a trainer's own: with it, <see cref="Validation.Of"/> repeats the numbers of the epoch whose weights were kept.</summary>
    public static Rng ValidationStream(Rng rng) => rng.Fork("validation");

    /// <summary>Trains until the last epoch, or until early stopping, which leaves the model with the best weights; else it has the last ones.</summary>
    /// <param name="model">The model; nothing else may use it meanwhile.</param>
    /// <param name="training">The examples learnt from, one batch or more.</param>
    /// <param name="validation">The examples the model is measured on after each epoch, which early stopping chooses the weights by, or null.</param>
    /// <param name="checkpoint">Where to continue from and to save to, or null.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Ends training after the step under way, with a checkpoint.</param>
    /// <exception cref="ArgumentException">An example holds values that the model does not take, or there are too few examples.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint, if there is one, has been written.</exception>
    /// <exception cref="ArithmeticException">The objective, or what the model computes it from, is no longer finite; the checkpoint is from before.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or belongs to another model or to other settings.</exception>
    /// <exception cref="InvalidOperationException">The model is in training already.</exception>
    public TrainingState Train(ITrainable model, IExampleSource training, IExampleSource? validation = null, Checkpoint? checkpoint = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (training.Count < options.BatchSize)
            throw new ArgumentException($"Trainer: {training.Count} training examples are too few for a batch of {options.BatchSize}; give more data or a smaller batch.", nameof(training));
        if (validation is { Count: 0 } || (options.EarlyStopping is not null && validation is null))
            throw new ArgumentException("Trainer: there are no validation examples, which early stopping watches; give some, or leave both out.", nameof(validation));
        training.RequireValuesIn(model.ValueSupport, "Trainer");
        validation?.RequireValuesIn(model.ValueSupport, "Trainer, validation");
        lock (inTraining)
            if (!inTraining.Add(model)) throw new InvalidOperationException("Trainer: the model is in training already; train it in one place at a time.");
        try
        {
            return new TrainingRun(options, rng, model, training, validation, checkpoint, progress, Workers, cancellation).Complete();
        }
        finally
        {
            lock (inTraining) inTraining.Remove(model);
        }
    }
}
