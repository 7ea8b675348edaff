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
