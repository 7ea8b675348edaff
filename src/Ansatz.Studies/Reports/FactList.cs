namespace Ansatz.Studies.Reports;

/// <summary>Plain facts, a name and a value each: the model, the machine, how to do it again.</summary>
internal sealed class FactList(params IReadOnlyList<(string Name, string Value)> facts) : IReportPart
{
    public void Write(HtmlWriter html) => html.Element("dl", "facts", () =>
    {
        foreach (var (name, value) in facts)
        {
            html.Element("dt", null, name);
            html.Element("dd", null, value);
        }
    });
}
