using System.Diagnostics;
using System.Globalization;
using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Everything needed to continue training to the same bits, in one file of a folder: weights, optimizer, best weights, counters and history. The
/// file is replaced whole, and the one before it is kept as <c>previous.safetensors</c>.
/// </summary>
/// <param name="folder">Made when first needed.</param>
/// <param name="interval">The least time between two saves that are not forced.</param>
public sealed class Checkpoint(string folder, TimeSpan interval)
{
    private readonly string path = Path.Combine(folder, "state.safetensors"), previous = Path.Combine(folder, "previous.safetensors");
    private long lastSave = Stopwatch.GetTimestamp();

    public bool Exists => File.Exists(path) || File.Exists(previous);

    internal void SaveIfDue(TrainingState state)
    {
        if (Stopwatch.GetElapsedTime(lastSave) >= interval) Save(state);
    }

    internal void Save(TrainingState state)
    {
        Directory.CreateDirectory(folder);
        var file = new Safetensors();
        foreach (var parameter in state.Parameters) file.Add($"model.{parameter.Name}", parameter.Shape, parameter.Value.Memory);
        foreach (var (parameter, values) in state.Best) file.Add($"best.{parameter.Name}", parameter.Shape, values);
        foreach (var (name, values) in state.Optimizer.State(state.Parameters)) file.Add($"optimizer.{name}", [values.Length], values);
        Describe(state, file.Metadata);
        if (File.Exists(path)) File.Move(path, previous, overwrite: true);
        file.Write(path);
        lastSave = Stopwatch.GetTimestamp();
    }

    /// <summary>Brings the model, its optimizer and the state to where the last save left them; does nothing if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another model.</exception>
    internal void Load(TrainingState state)
    {
        if (!Exists) return;
        var source = File.Exists(path) ? path : previous;
        var file = Safetensors.Read(source);
        foreach (var parameter in state.Parameters) parameter.Assign(Values(file, $"model.{parameter.Name}", parameter.Shape));
        foreach (var (name, values) in state.Optimizer.State(state.Parameters)) Values(file, $"optimizer.{name}", [values.Length]).CopyTo(values);
        foreach (var parameter in state.Parameters)
            if (file.Names.Contains($"best.{parameter.Name}")) state.RestoreBest(parameter, Values(file, $"best.{parameter.Name}", parameter.Shape).ToArray());
        Recall(state, file.Metadata, source);
    }

    private static void Describe(TrainingState state, SortedDictionary<string, string> text)
    {
        var (names, sums, weight) = state.Mean.State;
        text["format"] = "ansatz checkpoint 1";
        text["epoch"] = $"{state.Epoch}";
        text["step"] = $"{state.Step}";
        text["stepCount"] = $"{state.StepCount}";
        text["optimizerSteps"] = $"{state.Optimizer.StepCount}";
        text["epochSeconds"] = $"{state.EpochSeconds:R}";
        text["finished"] = state.IsFinished ? "true" : "false";
        text["meanNames"] = string.Join(',', names);
        text["meanSums"] = string.Join(',', sums.Select(s => s.ToString("R", CultureInfo.InvariantCulture)));
        text["meanWeight"] = $"{weight:R}";
        text["best"] = $"{state.EarlyStopping?.Best ?? double.PositiveInfinity:R}";
        text["bestEpoch"] = $"{state.EarlyStopping?.BestEpoch ?? 0}";
        text["history"] = string.Join('\n', state.History.Select(HistoryText.ToJson));
    }

    private static void Recall(TrainingState state, SortedDictionary<string, string> text, string source)
    {
        if (text.GetValueOrDefault("format") != "ansatz checkpoint 1")
            throw new InvalidDataException($"{source}: found no 'ansatz checkpoint 1' in its header; it is not a checkpoint of this version.");
        state.Epoch = int.Parse(text["epoch"], CultureInfo.InvariantCulture);
        state.Step = int.Parse(text["step"], CultureInfo.InvariantCulture);
        state.StepCount = long.Parse(text["stepCount"], CultureInfo.InvariantCulture);
        state.Optimizer.Restore(long.Parse(text["optimizerSteps"], CultureInfo.InvariantCulture));
        state.EpochSeconds = Number(text["epochSeconds"]);
        state.IsFinished = text["finished"] == "true";
        string[] names = Parts(text["meanNames"]);
        state.Mean.State = (names, [.. Parts(text["meanSums"]).Select(Number)], Number(text["meanWeight"]));
        if (state.EarlyStopping is { } stopping)
            (stopping.Best, stopping.BestEpoch) = (Number(text["best"]), int.Parse(text["bestEpoch"], CultureInfo.InvariantCulture));
        state.Restore(text["history"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(HistoryText.FromJson));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static ReadOnlySpan<float> Values(Safetensors file, string name, Shape shape)
    {
        var (found, values) = file[name];
        return found == shape ? values.Span : throw new InvalidDataException($"Checkpoint: {name} has shape {found}, the model's is {shape}; it belongs to another model.");
    }
}
