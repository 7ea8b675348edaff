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
            html.Element("div", null, () =>
            {
                html.Element("strong", null, number.Value);
                html.Element("span", "name", number.Name);
                html.Element("span", "note", number.Note);
            });
    });
}

/// <summary>A number with what it means.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">As it is read, with its unit.</param>
/// <param name="Reference">What it is to be read beside: a published value, a floor, a bound. Empty where there is none.</param>
/// <param name="Meaning">What it says, to a reader who has never met it.</param>
internal sealed record NumberRow(string Name, string Value, string Reference, string Meaning);

/// <summary>Numbers in rows: name, value, what to compare with, meaning.</summary>
internal sealed class NumberTable(params IReadOnlyList<NumberRow> rows) : IReportPart
{
    /// <summary>The heading of the values.</summary>
    public string Heading { get; init; } = "Here";

    public void Write(HtmlWriter html) => html.Element("div", "wide", () => html.Element("table", "numbers", () =>
    {
        html.Raw($"<thead><tr><th scope=\"col\">Number</th><th scope=\"col\">{HtmlWriter.Escape(Heading)}</th><th scope=\"col\">Beside</th><th scope=\"col\">What it says</th></tr></thead>\n");
        html.Element("tbody", null, () =>
        {
            foreach (var row in rows)
                html.Element("tr", null, () =>
                {
                    html.Raw($"<th scope=\"row\">{HtmlWriter.Escape(row.Name)}</th>");
                    html.Element("td", "value", row.Value);
                    html.Element("td", "reference", row.Reference);
                    html.Element("td", "meaning", row.Meaning);
                });
        });
    }));
}

/// <summary>Numbers in aligned columns of text: name, value, what to compare with.</summary>
internal static class NumberText
{
    /// <param name="heading">A line above them, or null.</param>
    public static void Write(TextWriter writer, IReadOnlyList<NumberRow> rows, string? heading = null)
    {
        if (heading is not null) writer.WriteLine(heading);
        int name = rows.Max(r => r.Name.Length), value = rows.Max(r => r.Value.Length);
        foreach (var row in rows) writer.WriteLine($"{row.Name.PadRight(name)}  {row.Value.PadLeft(value)}  {row.Reference}".TrimEnd());
    }
}
