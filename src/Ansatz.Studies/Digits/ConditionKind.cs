namespace Ansatz.Studies.Digits;

/// <summary>The number of classes that a conditional model knows. Users say whether there is one; the data says how many.</summary>
internal sealed class ConditionKind : ValueKind<int>
{
    /// <summary>As many classes as the data has.</summary>
    public const int OfData = -1;

    private const string Label = "label", None = "none";
    private const int MostClasses = 65_536;
    private readonly WholeKind count = new(0, MostClasses);

    public override string Form => $"{Label}|{None}";
    public override IReadOnlyList<string> Words => [Label, None];

    public override int Parse(string text) => text switch
    {
        Label => OfData,
        None => 0,
        _ => throw Wrong($"'{text}'", $"{Label} or {None}{Spelling.Suggestion(text, Words)}"),
    };

    public override string Show(int value) => value == 0 ? None : Label;
    public override JsonNode? Write(int value) => value;
    public override int Read(JsonElement element) => (int)count.Read(element);
}
