namespace Ansatz.Studies.Flows;

/// <summary>Some of a list of names, with commas between them, or “all”.</summary>
/// <param name="names">Those to choose from; a choice keeps their order.</param>
internal sealed class ChosenNames(IReadOnlyList<string> names) : ValueKind<IReadOnlyList<string>>
{
    private const string All = "all";

    public override string Form => "NAME,NAME…";

    public override IReadOnlyList<string> Parse(string text) => text == All ? names : Choose(text.Split(','));

    public override string Show(IReadOnlyList<string> value) => value.Count == names.Count ? All : string.Join(',', value);

    public override JsonNode Write(IReadOnlyList<string> value) => new JsonArray([.. value.Select(n => JsonValue.Create(n))]);

    public override IReadOnlyList<string> Read(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? Choose([.. element.EnumerateArray().Select(e => e.GetString()!)])
            : throw Wrong(element.GetRawText(), "a list of names");

    private IReadOnlyList<string> Choose(string[] chosen)
    {
        if (chosen.Length == 0) throw Wrong("no name", string.Join(" or ", names));
        if (chosen.FirstOrDefault(c => !names.Contains(c)) is { } other) throw Wrong($"'{other}'", string.Join(" or ", names) + Spelling.Suggestion(other, names));
        return [.. names.Where(chosen.Contains)];
    }
}
