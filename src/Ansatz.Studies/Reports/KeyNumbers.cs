namespace Ansatz.Studies.Reports;

/// <summary>One number that matters.</summary>
/// <param name="Value">As it is read: “362.9”.</param>
/// <param name="Name">What it is.</param>
/// <param name="Note">What to compare it with.</param>
internal sealed record KeyNumber(string Value, string Name, string Note);

/// <summary>The few numbers a reader should take away, in large type.</summary>
internal sealed class KeyNumbers(params IReadOnlyList<KeyNumber> numbers) : IReportPart
{
    public void Write(HtmlWriter html) => html.Element("div", "key-numbers", () =>
    {
        foreach (var number in numbers)
        {
            html.Element("div", null, () =>
            {
                html.Element("strong", null, number.Value);
                html.Element("span", "name", number.Name);
                html.Element("span", "note", number.Note);
            });
        }
    });
}
