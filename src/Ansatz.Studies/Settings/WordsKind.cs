namespace Ansatz.Studies.Settings;

/// <summary>A few values, each with the word that users type. Files hold the word, or what another kind writes for the value.</summary>
/// <param name="inFiles">How files hold the values; null for the words.</param>
/// <param name="values">The words and their values. A value that is none of them is shown as the first.</param>
internal sealed class WordsKind<T>(ValueKind<T>? inFiles, params IReadOnlyList<(string Word, T Value)> values) : ValueKind<T>
{
    public override string Form => string.Join('|', Words);
    public override IReadOnlyList<string> Words => [.. values.Select(v => v.Word)];

    public override T Parse(string text) => values.Any(v => v.Word == text)
        ? values.First(v => v.Word == text).Value
        : throw Wrong($"'{text}'", string.Join(" or ", Words) + Spelling.Suggestion(text, Words));

    public override string Show(T value) => (values.FirstOrDefault(v => EqualityComparer<T>.Default.Equals(v.Value, value)).Word ?? values[0].Word);
    public override JsonNode? Write(T value) => inFiles is null ? Show(value) : inFiles.Write(value);

    public override T Read(JsonElement element) => inFiles is not null ? inFiles.Read(element)
        : element.ValueKind == JsonValueKind.String ? Parse(element.GetString()!) : throw Wrong(element.GetRawText(), string.Join(" or ", Words));
}
