namespace Ansatz.Studies.Settings;

/// <summary>Any text: a name or a path.</summary>
internal sealed class TextKind(string form) : ValueKind<string>
{
    public override string Form => form;
    public override string Parse(string text) => text;
    public override string Show(string value) => value;
    public override JsonNode? Write(string value) => value;
    public override string Read(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(element.GetRawText(), "a text");
}

/// <summary>A list of texts, or null; it stands in files only.</summary>
internal sealed class NamesKind : ValueKind<IReadOnlyList<string>?>
{
    public override string Form => "NAME,NAME…";
    public override IReadOnlyList<string> Parse(string text) => text.Split(',');
    public override string Show(IReadOnlyList<string>? value) => value is null ? "none" : string.Join(',', value);
    public override JsonNode? Write(IReadOnlyList<string>? value) => value is null ? null : new JsonArray([.. value.Select(n => JsonValue.Create(n))]);

    public override IReadOnlyList<string>? Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null) return null;
        if (element.ValueKind != JsonValueKind.Array || element.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String)) throw Wrong(element.GetRawText(), "a list of texts");
        return [.. element.EnumerateArray().Select(e => e.GetString()!)];
    }
}

/// <summary>True or false; it stands in files only.</summary>
internal sealed class FlagKind : ValueKind<bool>
{
    public override string Form => "true|false";
    public override bool Parse(string text) => bool.TryParse(text, out var value) ? value : throw Wrong($"'{text}'", "true or false");
    public override string Show(bool value) => value ? "true" : "false";
    public override JsonNode? Write(bool value) => value;
    public override bool Read(JsonElement element) => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Wrong(element.GetRawText(), "true or false");
}
