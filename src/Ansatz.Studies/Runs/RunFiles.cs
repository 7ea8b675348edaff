namespace Ansatz.Studies.Runs;

/// <summary>The text files of a run's folder, each written whole or not at all.</summary>
internal static class RunFiles
{
    private const string Table = "history.csv", Lines = "history.jsonl";

    public static void WriteJson<T>(string path, T document, JsonTypeInfo<T> type) => WriteText(path, JsonSerializer.Serialize(document, type) + "\n");

    /// <summary>The epochs as <c>history.csv</c>, for people and spreadsheets, and as <c>history.jsonl</c>, for programs.</summary>
    public static void WriteHistory(string folder, IReadOnlyList<EpochRecord> history)
    {
        WriteText(Path.Combine(folder, Table), HistoryText.ToCsv(history));
        WriteText(Path.Combine(folder, Lines), string.Concat(history.Select(e => HistoryText.ToJson(e) + "\n")));
    }

    /// <summary>What training leaves, written before anything is measured: nothing that fails later can lose it.</summary>
    public static void WriteTrained(string folder, Module model, IReadOnlyList<EpochRecord> history)
    {
        WriteHistory(folder, history);
        ModelFile.Save(model, Path.Combine(folder, "model.safetensors"));
    }

    /// <summary>Where training stands, kept every half a minute.</summary>
    /// <param name="part">The training, where a run has several; each has a folder of its own.</param>
    public static Checkpoint CheckpointOf(string folder, string part = "") => new(Path.Combine(folder, "checkpoint", part), TimeSpan.FromSeconds(30)) { AllowsMoreEpochs = true };

    /// <summary>Draws the figures, as a stage of its own.</summary>
    /// <param name="draw">Writes the figures to the folder that it is given.</param>
    /// <returns>The seconds it took.</returns>
    public static double DrawFigures(string folder, Action<string> draw, ProgressDisplay progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        progress.Begin("drawing figures");
        var start = Stopwatch.GetTimestamp();
        var figures = Path.Combine(folder, "figures");
        Directory.CreateDirectory(figures);
        draw(figures);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        progress.End();
        return seconds;
    }

    /// <summary>Adds epochs to the history written before.</summary>
    public static void AppendHistory(string folder, IReadOnlyList<EpochRecord> epochs)
    {
        File.AppendAllLines(Path.Combine(folder, Table), epochs.Select(HistoryText.ToCsvLine));
        File.AppendAllLines(Path.Combine(folder, Lines), epochs.Select(HistoryText.ToJson));
    }

    /// <summary>Writes a text whole or not at all.</summary>
    public static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}

/// <summary>JSON knows no NaN and no infinity: a number that could not be measured is null. Finite ones keep every digit.</summary>
internal sealed class FiniteOrNull : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}

/// <summary>Shows training on a progress display: losses beside the bar, and a line an epoch.</summary>
/// <param name="display">Where it is shown, as a stage of its own.</param>
/// <param name="exampleCount">Examples an epoch.</param>
/// <param name="unit">What they are: “images”.</param>
/// <param name="folder">Where the history is written as epochs end, so that an interrupted run has its own; null for a training that is one of several.</param>
/// <param name="epochsPerLine">Lines are left, and the history is written, after the first and the last epoch and after every multiple of this number.</param>
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
