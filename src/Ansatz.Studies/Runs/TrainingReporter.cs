namespace Ansatz.Studies.Runs;

/// <summary>Shows training on a progress display: losses beside the bar, and a line an epoch.</summary>
/// <param name="display">Where it is shown, as a stage of its own.</param>
/// <param name="exampleCount">Examples an epoch.</param>
/// <param name="unit">What they are: “images”.</param>
/// <param name="folder">Where the history is written as epochs end, so that an interrupted run has its own; null for a training that is one of several.</param>
/// <param name="epochsPerLine">Lines are left, and the history is written, for the first epoch, every so many, and the last.</param>
internal sealed class TrainingReporter(ProgressDisplay display, int exampleCount, string unit, string? folder, int epochsPerLine = 1) : IProgress<TrainingProgress>
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
            display.Line(Describe(epoch, value.EpochCount));
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

    private static string Describe(EpochRecord epoch, int epochCount)
    {
        var validation = epoch.Validation is { } v ? "  validation " + string.Join(", ", v.Values.Select(m => $"{m.Name} {m.Value:0.00}")) : "";
        return $"epoch {epoch.Epoch} of {epochCount}: {epoch.Train.Values[0].Name} {epoch.Train.Objective:0.00}{validation}";
    }
}
