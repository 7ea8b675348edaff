using Ansatz.Cli.Progress;
using Ansatz.Training;

namespace Ansatz.Cli.Studies;

/// <summary>Shows training on a progress display: losses beside the bar, and a line an epoch.</summary>
internal sealed class TrainingReporter(ProgressDisplay display, int exampleCount) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        var done = (value.Epoch - 1) * (long)exampleCount + (long)exampleCount * value.Step / value.StepCount;
        display.Advance(done, value.Train is { } train ? $"{train.Values[0].Name} {train.Objective:0.0}" : "");
        if (value.Finished is not { } epoch) return;
        var validation = epoch.Validation is { } v ? "  validation " + string.Join(", ", v.Values.Select(m => $"{m.Name} {m.Value:0.00}")) : "";
        display.Line($"epoch {epoch.Epoch} of {value.EpochCount}: {epoch.Train.Values[0].Name} {epoch.Train.Objective:0.00}{validation}");
    }
}
