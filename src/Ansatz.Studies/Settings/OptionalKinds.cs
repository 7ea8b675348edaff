namespace Ansatz.Studies.Settings;

/// <summary>A number that may be missing: null in files, “none” to users.</summary>
internal sealed class OptionalKind<T>(ValueKind<T> kind) : ValueKind<T?> where T : struct
{
    private const string None = "none";

    public override string Form => kind.Form;
    public override T? Parse(string text) => text == None ? null : kind.Parse(text);
    public override string Show(T? value) => value is { } some ? kind.Show(some) : None;
    public override JsonNode? Write(T? value) => value is { } some ? kind.Write(some) : null;
    public override T? Read(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : kind.Read(element);
}

/// <summary>The same for a text or a record.</summary>
internal sealed class OptionalReferenceKind<T>(ValueKind<T> kind) : ValueKind<T?> where T : class
{
    private const string None = "none";

    public override string Form => kind.Form;
    public override IReadOnlyList<string> Words => kind.Words.Count == 0 ? [] : [None, .. kind.Words];
    public override T? Parse(string text) => text == None ? null : kind.Parse(text);
    public override string Show(T? value) => value is null ? None : kind.Show(value);
    public override JsonNode? Write(T? value) => value is null ? null : kind.Write(value);

    // Older files hold the word.
    public override T? Read(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null || element.ValueKind == JsonValueKind.String && element.GetString() == None ? null : kind.Read(element);
}
