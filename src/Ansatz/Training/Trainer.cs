using System.Diagnostics;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Runs epochs of steps: batch → gradients → optimizer → moving statistics; validates after each epoch, keeps the best weights, and writes
/// checkpoints from which it continues to the same bits. All randomness is a function of the stream and the numbers of epoch and step.
/// </summary>
/// <param name="options">What to do.</param>
/// <param name="rng">The stream of orders, noise and dropout.</param>
public sealed class Trainer(TrainerOptions options, Rng rng)
{
    private int running;

    /// <summary>
    /// Trains until the last epoch, or until early stopping; then restores the best weights if it validates.
    /// </summary>
    /// <param name="model">The model; nothing else may use it meanwhile.</param>
    /// <param name="training">The examples learnt from.</param>
    /// <param name="validation">The examples that choose the weights, or null to keep the last ones.</param>
    /// <param name="checkpoint">Where to continue from and to save to, or null.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Ends training after the step under way, with a checkpoint.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint has been written.</exception>
    /// <exception cref="ArithmeticException">The objective is no longer finite.</exception>
    public TrainingState Train(ITrainable model, Dataset training, Dataset? validation = null, Checkpoint? checkpoint = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref running, 1) != 0)
            throw new InvalidOperationException("Trainer: it is already training; one trainer trains one model at a time.");
        try
        {
            if (training.Count < options.BatchSize)
                throw new ArgumentException($"Trainer: {training.Count} training examples are too few for a batch of {options.BatchSize}; give more data or a smaller batch.");
            var state = new TrainingState(model.Parameters(), options.Optimizer, options.EarlyStopping);
            checkpoint?.Load(state);
            var batches = new Batches(training, options.BatchSize, rng.Fork("order"));
            var session = new Session(model, state, batches, validation, checkpoint, progress, cancellation);
            while (!state.IsFinished) Epoch(session);
            if (validation is not null) state.RestoreBest();
            checkpoint?.Save(state);
            return state;
        }
        finally
        {
            running = 0;
        }
    }

    private void Epoch(Session s)
    {
        var state = s.State;
        foreach (var batch in s.Batches.Epoch(state.Epoch, state.Step))
        {
            var start = Stopwatch.GetTimestamp();
            var metrics = Step(s, batch);
            s.Seconds += Elapsed(start, state);
            s.Examples += batch.Count;
            state.Mean.Add(metrics, batch.Count);
            state.Step++;
            state.StepCount++;
            s.Report(options.EpochCount, null);
            if (s.Cancellation.IsCancellationRequested)
            {
                s.Checkpoint?.Save(state);
                throw new OperationCanceledException(s.Cancellation);
            }
        }
        EndEpoch(s);
    }

    private Metrics Step(Session s, Batch batch)
    {
        using var tape = new Tape(s.Pool);
        var pass = new Pass(tape, isTraining: true, rng.Fork("step").Fork(s.State.StepCount));
        var result = s.Model.Step(batch, pass);
        if (!double.IsFinite(result.Metrics.Objective))
            throw new ArithmeticException($"Trainer: the objective became {result.Metrics.Objective} at step {s.State.Step + 1} of epoch {s.State.Epoch + 1}; try a smaller learning rate or gradient clipping.");
        var learningRate = options.LearningRate.At(batch.Epoch);
        var gradients = options.ClipNorm is { } norm ? GradientClipping.ByGlobalNorm(result.Gradients, s.State.Parameters, norm) : result.Gradients;
        options.Optimizer.Step(s.State.Parameters, gradients, learningRate);
        pass.ApplyStatistics();
        return result.Metrics;
    }

    private void EndEpoch(Session s)
    {
        var state = s.State;
        var validated = s.Validation is null ? null : Validation.Of(s.Model, s.Validation, rng.Fork("validation"), s.Pool);
        var rate = options.LearningRate.At(state.Epoch + (state.Step - 1.0) / s.Batches.CountPerEpoch);
        var record = new EpochRecord(state.Epoch + 1, state.Mean.Mean(), validated, rate, state.EpochSeconds);
        state.EndEpoch(record);
        var stopped = options.EarlyStopping?.ShouldStop(record.Epoch) ?? false;
        state.IsFinished = stopped || state.Epoch >= options.EpochCount;
        s.Report(options.EpochCount, record);
        if (!state.IsFinished) s.Checkpoint?.SaveIfDue(state);
    }

    private static double Elapsed(long start, TrainingState state)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        state.EpochSeconds += seconds;
        return seconds;
    }

    /// <summary>One call of Train.</summary>
    private sealed class Session(ITrainable model, TrainingState state, Batches batches, Dataset? validation, Checkpoint? checkpoint,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        public ITrainable Model => model;

        public TrainingState State => state;

        public Batches Batches => batches;

        public Dataset? Validation => validation;

        public Checkpoint? Checkpoint => checkpoint;

        public CancellationToken Cancellation => cancellation;

        public BufferPool Pool { get; } = new();

        public double Seconds { get; set; }

        public double Examples { get; set; }

        public void Report(int epochCount, EpochRecord? finished) => progress?.Report(new TrainingProgress(
            finished?.Epoch ?? state.Epoch + 1, epochCount, finished is null ? state.Step : batches.CountPerEpoch, batches.CountPerEpoch,
            finished?.Train ?? (state.Mean.IsEmpty ? null : state.Mean.Mean()), Seconds > 0 ? Examples / Seconds : 0, finished));
    }
}
