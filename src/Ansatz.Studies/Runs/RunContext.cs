namespace Ansatz.Studies.Runs;

/// <summary>A run at work: its folder, its progress, and the steps that all studies share.</summary>
/// <param name="folder">The run's folder, claimed already.</param>
/// <param name="origin">What the report says about the run.</param>
internal sealed class RunContext(string folder, Origin origin, ProgressDisplay progress, CancellationToken cancellation)
{
    private static readonly TimeSpan checkpointInterval = TimeSpan.FromSeconds(30);
    private readonly Stopwatch total = Stopwatch.StartNew();

    public string Folder => folder;
    public Origin Origin => origin;
    public ProgressDisplay Progress => progress;
    public CancellationToken Cancellation => cancellation;

    /// <summary>The workers that train together; null is this process alone.</summary>
    public ICommunicator? Workers { get; init; }

    /// <summary>Whether the run was trained before and is measured again; a training that would take a step is refused.</summary>
    public bool IsTrained { get; init; }

    /// <summary>From the start of the run until now.</summary>
    public double TotalSeconds => total.Elapsed.TotalSeconds;

    /// <summary>The training's state, written every half minute.</summary>
    /// <param name="part">The name of one training among several; each has a folder of its own.</param>
    public Checkpoint Checkpoint(string part = "") => new(Path.Combine(folder, "checkpoint", part), checkpointInterval) { AllowsMoreEpochs = true };

    /// <summary>Trains a model, from its checkpoint if there is one, and shows the progress. The history is written as epochs end.</summary>
    /// <param name="unit">What the examples are: “images”.</param>
    /// <param name="part">The name of one training among several.</param>
    /// <param name="epochsPerLine">See <see cref="TrainingReporter"/>.</param>
    /// <param name="watched">What the report calls the examples that are measured after each epoch.</param>
    /// <param name="writesHistory">Whether one training among several writes its history, in place of the one before it.</param>
    public TrainingState Train(Trainer trainer, ITrainable model, IExampleSource training, IExampleSource? validation, string unit = "images", string part = "", int epochsPerLine = 1, string watched = "validation", bool writesHistory = false)
    {
        trainer.Workers = Workers;
        IProgress<TrainingProgress> reporter = IsTrained ? new RefusedTraining(folder) : new TrainingReporter(progress, training.Count, unit, part.Length == 0 || writesHistory ? folder : null, watched, epochsPerLine);
        return trainer.Train(model, training, validation, Checkpoint(part), reporter, cancellation);
    }

    /// <summary>Writes history and weights before anything is measured, so that no later failure can lose them. For all workers but the first, the run ends here.</summary>
    /// <exception cref="PartDoneException">This worker is not the first one.</exception>
    public void WriteTrained(Module model, IReadOnlyList<EpochRecord> history)
    {
        if (Workers is { Rank: > 0 }) throw new PartDoneException();
        RunFiles.WriteHistory(folder, history);
        ModelFile.Save(model, Path.Combine(folder, RunFiles.Weights));
    }

    /// <summary>Draws the figures, as a stage of its own.</summary>
    /// <param name="draw">Writes the figures to the folder that it is given.</param>
    /// <returns>The seconds it took.</returns>
    public double DrawFigures(Action<string> draw) => Stage("drawing figures", () =>
    {
        draw(Directory.CreateDirectory(origin.Figures).FullName);
        return 0;
    }).Seconds;

    /// <summary>Does one piece of work as a stage of the progress, unless the run is cancelled.</summary>
    public (T Result, double Seconds) Stage<T>(string name, Func<T> work)
    {
        cancellation.ThrowIfCancellationRequested();
        progress.Begin(name);
        var timed = Timed(work);
        progress.End();
        return timed;
    }

    /// <summary>Does some work and measures its time.</summary>
    public static (T Result, double Seconds) Timed<T>(Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        return (result, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

/// <summary>Ends a run in every worker but the first, which measures and writes what all have trained.</summary>
internal sealed class PartDoneException : Exception;

/// <summary>Ends a training at its first step, before anything of it is written: the run was to be finished.</summary>
internal sealed class RefusedTraining(string folder) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        throw new InvalidDataException($"{folder}: its training is not finished, or its checkpoint is missing; expected a finished run; continue it with --resume");
}

/// <summary>Shows training on a progress display: losses beside the bar, and a line for an epoch.</summary>
/// <param name="display">Where it is shown, as a stage of its own.</param>
/// <param name="exampleCount">Examples per epoch.</param>
/// <param name="unit">What they are: “images”.</param>
/// <param name="folder">Where the history is written as epochs end, so that an interrupted run has its own; null for a training that is one of several.</param>
/// <param name="watched">The word for the examples that are measured after each epoch.</param>
/// <param name="epochsPerLine">Lines are left, and the history is written, after the first and the last epoch and after every multiple of this number.</param>
internal sealed class TrainingReporter(ProgressDisplay display, int exampleCount, string unit, string? folder, string watched, int epochsPerLine = 1) : IProgress<TrainingProgress>
{
    private bool hasBegun;
    private int recordedCount;

    public void Report(TrainingProgress value)
    {
        var total = (long)value.EpochCount * exampleCount;
        if (!hasBegun)
        {
            // The first report follows the first step of this session, which may continue an earlier one.
            display.Begin("training", total, unit, Done(value, value.Step - 1));
            hasBegun = true;
        }
        if (value.Finished is { } epoch && (epoch.Epoch == 1 || epoch.Epoch % epochsPerLine == 0 || epoch.Epoch == value.EpochCount))
        {
            if (folder is not null) Record(folder, value.History);
            display.Line(Describe(epoch, value.EpochCount, watched));
        }
        // The last step is not the end: the last validation follows it.
        var done = Done(value, value.Step);
        display.Advance(value.Finished is null ? Math.Min(done, total - 1) : done,
            $"epoch {value.Epoch}/{value.EpochCount} · {value.Train.Values[0].Name} {value.Train.Objective:0.0}");
    }

    // A session that continues another begins with the epochs of the checkpoint, whatever the files hold.
    private void Record(string path, IReadOnlyList<EpochRecord> history)
    {
        if (recordedCount > 0) RunFiles.AppendHistory(path, [.. Enumerable.Range(recordedCount, history.Count - recordedCount).Select(i => history[i])]);
        else RunFiles.WriteHistory(path, history);
        recordedCount = history.Count;
    }

    private long Done(TrainingProgress value, int step) => (value.Epoch - 1L) * exampleCount + (long)exampleCount * step / value.StepCount;

    private static string Describe(EpochRecord epoch, int epochCount, string watched)
    {
        var validation = epoch.Validation is { } v ? $"  {watched} " + string.Join(", ", v.Values.Select(m => $"{m.Name} {m.Value:0.00}")) : "";
        return $"epoch {epoch.Epoch} of {epochCount}: {epoch.Train.Values[0].Name} {epoch.Train.Objective:0.00}{validation}";
    }
}
