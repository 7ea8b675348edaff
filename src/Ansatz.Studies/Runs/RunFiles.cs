namespace Ansatz.Studies.Runs;

/// <summary>The files of a run's folder; a text file is written whole or not at all.</summary>
internal static class RunFiles
{
    /// <summary>What was run, fully resolved. This file makes a folder a run.</summary>
    public const string Config = "config.json";

    public const string Metrics = "metrics.json", Weights = "model.safetensors", Report = "report.html", Table = "history.csv", Lines = "history.jsonl";

    /// <summary>The folder of the models of a run that trains several.</summary>
    public const string Models = "models";

    /// <summary>The epochs as <c>history.csv</c>, for people and spreadsheets, and as <c>history.jsonl</c>, for programs.</summary>
    public static void WriteHistory(string folder, IReadOnlyList<EpochRecord> history)
    {
        WriteText(Path.Combine(folder, Table), HistoryText.ToCsv(history));
        WriteText(Path.Combine(folder, Lines), string.Concat(history.Select(e => HistoryText.ToJson(e) + "\n")));
    }

    /// <summary>The epochs of a finished run; none if it has no history.</summary>
    public static IReadOnlyList<EpochRecord> ReadHistory(string folder) => File.Exists(Path.Combine(folder, Lines)) ? [.. File.ReadLines(Path.Combine(folder, Lines)).Select(HistoryText.FromJson)] : [];

    /// <summary>Adds epochs to the history written before.</summary>
    public static void AppendHistory(string folder, IReadOnlyList<EpochRecord> epochs)
    {
        File.AppendAllLines(Path.Combine(folder, Table), epochs.Select(HistoryText.ToCsvLine));
        File.AppendAllLines(Path.Combine(folder, Lines), epochs.Select(HistoryText.ToJson));
    }

    /// <summary>Writes a text whole or not at all.</summary>
    public static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>The path of a run's file.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public static string Require(string folder, string file) => Path.Combine(folder, file) is var path && File.Exists(path) ? path : throw new InvalidDataException(
        $"{folder}: no {file} in it; {(file == Config ? "expected the folder of a run" : ImportedRun.IsIn(folder) ? "its weights were imported; expected a run that was trained here" : "the run is not finished, --resume continues it")}");

    /// <summary>A text of one of a run's JSON documents.</summary>
    /// <exception cref="InvalidDataException">The file is not there, or has no such text.</exception>
    public static string ReadText(string folder, string file, string property)
    {
        var path = Require(folder, file);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty(property).GetString() ?? throw new JsonException($"{property} is null");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: {ExceptionText.WithoutParameter(e)}; expected '{property}', which a run writes there", e);
        }
    }
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
