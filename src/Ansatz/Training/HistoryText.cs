using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text;
using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>Epoch records as lines of JSON, and as a table of comma-separated values; numbers keep every digit.</summary>
public static class HistoryText
{
    /// <summary>One object on one line: epoch, train, validation, learningRate, seconds.</summary>
    public static string ToJson(EpochRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", record.Epoch);
            Write(json, "train", record.Train);
            if (record.Validation is not null) Write(json, "validation", record.Validation);
            json.WriteNumber("learningRate", record.LearningRate);
            json.WriteNumber("seconds", record.Seconds);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The line says something else.</exception>
    public static EpochRecord FromJson(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line ?? "");
            var root = document.RootElement;
            return new EpochRecord(root.GetProperty("epoch").GetInt32(), Read(root.GetProperty("train")),
                root.TryGetProperty("validation", out var v) ? Read(v) : null,
                root.GetProperty("learningRate").GetDouble(), root.GetProperty("seconds").GetDouble());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"HistoryText: found '{FileText.Shown(line ?? "")}'; expected a line of history.jsonl ({ExceptionText.WithoutParameter(e)}).", e);
        }
    }

    /// <summary>A header and one line per epoch.</summary>
    public static string ToCsv(IReadOnlyList<EpochRecord> history)
    {
        if (history.Count == 0) return "";
        var text = new StringBuilder("epoch");
        foreach (var (name, _) in history[0].Train.Values) text.Append(",train_").Append(name);
        if (history[0].Validation is { } first)
            foreach (var (name, _) in first.Values) text.Append(",validation_").Append(name);
        text.Append(",learning_rate,seconds\n");
        foreach (var record in history) text.Append(ToCsvLine(record)).Append('\n');
        return text.ToString();
    }

    /// <summary>The line of one epoch, without its end.</summary>
    public static string ToCsvLine(EpochRecord record)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{record.Epoch}");
        foreach (var (_, value) in record.Train.Values) text.Append(CultureInfo.InvariantCulture, $",{value:R}");
        if (record.Validation is { } validation)
            foreach (var (_, value) in validation.Values) text.Append(CultureInfo.InvariantCulture, $",{value:R}");
        return text.Append(CultureInfo.InvariantCulture, $",{record.LearningRate:R},{record.Seconds:F3}").ToString();
    }

    private static void Write(Utf8JsonWriter json, string name, Metrics metrics)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in metrics.Values)
        {
            // JSON has no such numbers: they are written as text.
            if (double.IsFinite(value)) json.WriteNumber(key, value);
            else json.WriteString(key, value.ToString(CultureInfo.InvariantCulture));
        }
        json.WriteEndObject();
    }

    private static Metrics Read(JsonElement element) => new([.. element.EnumerateObject().Select(p => (p.Name, Number(p.Value)))]);

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();
}
