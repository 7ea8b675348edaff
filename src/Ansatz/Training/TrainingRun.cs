using System.Diagnostics;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Workers;

namespace Ansatz.Training;

/// <summary>One call of <see cref="Trainer.Train"/>: begins where the checkpoint stood, and takes steps and epochs until the end.</summary>
internal sealed class TrainingRun(TrainerOptions options, Rng rng, ITrainable model, IExampleSource training, IExampleSource? validation, Checkpoint? checkpoint,
    IProgress<TrainingProgress>? progress, ICommunicator? workers, CancellationToken cancellation)
{
    private readonly TrainingState state = new(model.Parameters(), options);
    private readonly Batches batches = new(training, options.BatchSize, rng.Fork("order"));
    private readonly Rng stepStream = rng.Fork("step"), validationStream = Trainer.ValidationStream(rng);
    private readonly BufferPool pool = new();
    private readonly ShardedStep? shards = options.ShardCount > 1 || workers is { Count: > 1 } ? new ShardedStep(model, options.ShardCount, workers, cancellation) : null;
    private double seconds, examples;

    // What must be equal for a checkpoint to continue to the same bits.
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal)
    {
        ["stream"] = $"{rng.State.Key:x16}",
        ["training examples"] = $"{training.Count} of {training.ExampleShape}",
        ["validation examples"] = $"{validation?.Count ?? 0}",
        [CheckpointFile.Epochs] = $"{options.EpochCount}",
        ["batch"] = $"{options.BatchSize}",
        ["optimizer"] = $"{options.Optimizer}",
        ["learning rate"] = $"{options.LearningRate}",
        ["early stopping"] = $"{options.EarlyStopping}",
        ["gradient norm"] = FormattableString.Invariant($"{options.ClipNorm}"),
        ["average decay"] = FormattableString.Invariant($"{options.AverageDecay}"),
        [CheckpointFile.Shards] = $"{options.ShardCount}",
    };

    public TrainingState Complete()
    {
        var own = workers is { Rank: > 0 } ? null : checkpoint;
        own?.Load(state, settings, batches.CountPerEpoch);
        if (workers is { Count: > 1 } && checkpoint is not null) StateExchange.Share(state, batches.CountPerEpoch, workers);
        try
        {
            while (!state.IsFinished) Epoch(own);
        }
        catch (OperationCanceledException)
        {
            // Thrown between two steps, or during validation, of which the state knows nothing yet.
            own?.Save(state, settings);
            throw;
        }
        own?.Save(state, settings);
        return state;
    }

    private void Epoch(Checkpoint? own)
    {
        var plans = batches.Plans(state.Epoch, state.Step);
        using var reading = batches.ReadingAhead(shards is null ? plans : plans.SelectMany(shards.Parts));
        foreach (var batch in plans)
        {
            ThrowIfStopped();
            var start = Stopwatch.GetTimestamp();
            var metrics = Step(batch);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            seconds += elapsed;
            examples += batch.Count;
            state.EpochSeconds += elapsed;
            state.Mean.Add(metrics, batch.Count);
            state.Step++;
            Report(null);
            own?.SaveIfDue(state, settings);
        }
        ThrowIfStopped();
        EndEpoch();
    }

    private string StepUnderWay => $"step {state.Step + 1} of epoch {state.Epoch + 1}";

    // Several workers stop after the same step: the one in which one of them was told to.
    private void ThrowIfStopped()
    {
        if (workers is not { Count: > 1 }) cancellation.ThrowIfCancellationRequested();
        else if (shards!.IsStopAgreed) throw new OperationCanceledException();
    }

    private Metrics Step(BatchPlan batch)
    {
        using var tape = new Tape(pool);
        var pass = new Pass(tape, isTraining: true, stepStream.Fork(state.Optimizer.StepCount));
        var (gradients, metrics) = Step(batch, pass);
        if (!double.IsFinite(metrics.Objective))
            throw state.Optimizer.StepCount > 0 ? Diverged("", metrics, StepUnderWay) : new ArithmeticException($"Trainer: the objective is {metrics.Objective} at the first step; look for examples that are no numbers, or that the likelihood rules out.");
        var scale = options.ClipNorm is { } norm ? GradientClipping.ScaleForNorm(gradients, state.Parameters, norm) : 1;
        state.Optimizer.Step(gradients, options.LearningRate.At(batch.Epoch), scale);
        pass.ApplyStatistics();
        state.Average?.Follow(state.Optimizer.StepCount);
        return metrics;
    }

    // If weights diverge, a distribution often refuses its parameters before the objective becomes infinite.
    private StepResult Step(BatchPlan batch, Pass pass)
    {
        try
        {
            return shards is null ? model.Step(batches.Read(batch), pass) : shards.Run(batch, batches, pass);
        }
        catch (ArgumentException e) when (state.Optimizer.StepCount > 0)
        {
            throw new ArithmeticException($"Trainer: {StepUnderWay} failed, the ones before it did not: {ExceptionText.WithoutParameter(e)}; try a smaller learning rate or gradient clipping, or look at the examples.", e);
        }
    }

    private void EndEpoch()
    {
        var epoch = state.Epoch + 1;
        var rate = options.LearningRate.At(state.Epoch + (state.Step - 1.0) / batches.CountPerEpoch);
        var validated = Validate(epoch);
        var record = new EpochRecord(epoch, state.Mean.Mean(), validated, rate, state.EpochSeconds);
        state.EndEpoch(record);
        if (epoch >= options.EpochCount || (state.Best?.IsPatienceOver(epoch) ?? false)) state.Finish();
        Report(record);
    }

    private Metrics? Validate(int epoch)
    {
        if (validation is null) return null;
        state.Average?.Exchange();
        try
        {
            var metrics = Validation.OfWorkers(model, validation, validationStream, pool, workers, workers is { Count: > 1 } ? default : cancellation);
            if (!double.IsFinite(metrics.Objective)) throw Diverged("validation ", metrics, $"the end of epoch {epoch}");
            state.Best?.Observe(epoch, metrics.Objective);
            return metrics;
        }
        catch (ArgumentException e)
        {
            throw new ArithmeticException($"Trainer: the validation at the end of epoch {epoch} failed: {ExceptionText.WithoutParameter(e)}; try a smaller learning rate or gradient clipping, or look at the validation examples.", e);
        }
        finally
        {
            state.Average?.Exchange();
        }
    }

    private static ArithmeticException Diverged(string which, Metrics metrics, string when) => new(
        $"Trainer: the {which}objective became {metrics.Objective} at {when}; try a smaller learning rate or gradient clipping.");

    private void Report(EpochRecord? finished) => progress?.Report(new TrainingProgress(
        finished?.Epoch ?? state.Epoch + 1, options.EpochCount, finished is null ? state.Step : batches.CountPerEpoch, batches.CountPerEpoch,
        finished?.Train ?? state.Mean.Mean(), seconds > 0 ? examples / seconds : 0, finished, state.History));
}
