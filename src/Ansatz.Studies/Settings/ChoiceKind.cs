using System.Text.RegularExpressions;

namespace Ansatz.Studies.Settings;

/// <summary>
/// One record of a small hierarchy. Users type its word, and after a colon its number where it has one: “gaussian:0.3”. Files hold the word alone, or an object
/// with the kind and the numbers.
/// </summary>
/// <typeparam name="T">The base of the hierarchy.</typeparam>
/// <param name="type">How the hierarchy is written to JSON.</param>
/// <param name="form">What stands for the number in the help, by word; words that are missing here have no number to type.</param>
internal sealed class ChoiceKind<T>(JsonTypeInfo<T> type, params IReadOnlyList<(string Word, string Number)> form) : ValueKind<T> where T : class
{
    private readonly Kinds<T> kinds = new(type);

    /// <summary>A word that is no choice here.</summary>
    public string? Without { get; init; }

    public override string Form => form.Count > 0 ? "KIND:X" : string.Join('|', Words);
    public override IReadOnlyList<string> Words => [.. kinds.Words.Where(w => w != Without)];

    private string Expected => form.Count > 0
        ? $"{string.Join(" or ", form.Select(f => $"{f.Word}:{f.Number}"))}, the number above 0 and at most 1"
        : string.Join(" or ", Words);

    public override T Parse(string text)
    {
        var parts = text.Split(':', 2);
        if (!Words.Contains(parts[0])) throw Wrong($"'{text}'", Expected + Spelling.Suggestion(parts[0], Words));
        var hasNumber = form.Any(f => f.Word == parts[0]);
        if (hasNumber != (parts.Length == 2)) throw Wrong($"'{text}'", Expected);
        if (!hasNumber) return kinds.Find(text);
        if (!double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number is not (> 0 and <= 1)) throw Wrong($"'{text}'", Expected);
        var name = form.First(f => f.Word == parts[0]).Number.ToLowerInvariant();
        return new JsonObject { [Kinds<T>.Property] = parts[0], [name] = number }.Deserialize(type)!;
    }

    public override string Show(T value) => Write(value) is JsonObject o && form.FirstOrDefault(f => f.Word == $"{o[Kinds<T>.Property]}") is (var word, { } number)
        ? $"{word}:{o[number.ToLowerInvariant()]}"
        : kinds.WordOf(value);

    public override JsonNode? Write(T value)
    {
        var whole = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        return whole.Count == 1 ? JsonValue.Create(kinds.WordOf(value)) : whole;
    }

    public override T Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) return Parse(element.GetString()!);
        try
        {
            if (element.ValueKind == JsonValueKind.Object && element.Deserialize(type) is { } value) return Checked(value, element);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"found {element.GetRawText()}; expected one of {string.Join(", ", Words)} ({ExceptionText.WithoutParameter(e)})", e);
        }
        throw Wrong(element.GetRawText(), $"one of {string.Join(", ", Words)}");
    }

    // What a file leaves out or misspells would be 0: the object must say just what the record writes.
    private T Checked(T value, JsonElement element)
    {
        var whole = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        string[] written = [.. whole.Select(p => p.Key)], found = [.. element.EnumerateObject().Select(p => p.Name)];
        return written.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)) ? value : throw Wrong(element.GetRawText(), $"the keys {string.Join(", ", written)}");
    }
}

/// <summary>A schedule. Files of version 0.1 hold its sentence, such as “cosine 0.003 to 0 over 8 epochs”.</summary>
internal sealed partial class ScheduleKind : ValueKind<Schedule>
{
    private static readonly ChoiceKind<Schedule> choice = new(SettingsJson.Default.Schedule);

    public override string Form => choice.Form;

    public override Schedule Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value;
        var match = Sentence().Match(text);
        if (!match.Success) throw Wrong($"'{text}'", "the sentence of a schedule");
        double Number(string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        if (match.Groups["then"].Success) return new WarmUpSchedule(Number("rise"), Parse(match.Groups["then"].Value));
        return match.Groups["kind"].Value switch
        {
            "linear" => new LinearSchedule(Number("from"), Number("to"), Number("over")),
            "exponential" => new ExponentialSchedule(Number("from"), Number("to"), Number("over")),
            _ => new CosineSchedule(Number("from"), Number("over"), Number("to")),
        };
    }

    public override string Show(Schedule value) => value.ToString();
    public override JsonNode? Write(Schedule value) => choice.Write(value);
    public override Schedule Read(JsonElement element) => element.ValueKind == JsonValueKind.String ? Parse(element.GetString()!) : choice.Read(element);

    [GeneratedRegex(@"^(warm-up of (?<rise>[-+.\deE]+) epochs, then (?<then>.+)|(?<kind>linear|exponential|cosine) (?<from>[-+.\deE]+) to (?<to>[-+.\deE]+) over (?<over>[-+.\deE]+) epochs)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentence();
}

/// <summary>The hierarchies of the library that any configuration may hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(Corruption))]
internal sealed partial class SettingsJson : JsonSerializerContext;
