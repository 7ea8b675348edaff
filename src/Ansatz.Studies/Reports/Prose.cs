namespace Ansatz.Studies.Reports;

/// <summary>Paragraphs; `backquotes` set code.</summary>
internal sealed class Prose(params IReadOnlyList<string> paragraphs) : IReportPart
{
    public void Write(HtmlWriter html)
    {
        foreach (var paragraph in paragraphs) html.Element("p", null, paragraph);
    }
}
