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

    /// <summary>Adds epochs to the history written before.</summary>
    public static void AppendHistory(string folder, IReadOnlyList<EpochRecord> epochs)
    {
        File.AppendAllLines(Path.Combine(folder, Table), epochs.Select(HistoryText.ToCsvLine));
        File.AppendAllLines(Path.Combine(folder, Lines), epochs.Select(HistoryText.ToJson));
    }

    /// <summary>Writes a text whole or not at all.</summary>
    public static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
