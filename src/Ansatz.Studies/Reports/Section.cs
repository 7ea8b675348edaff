namespace Ansatz.Studies.Reports;

/// <summary>A titled part of a report.</summary>
internal sealed class Section(string title, params IReadOnlyList<IReportPart> parts) : IReportPart
{
    public string Title => title;

    /// <summary>What a link to it is called.</summary>
    public string Anchor { get; } = string.Concat(title.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-'));

    public void Write(HtmlWriter html)
    {
        html.Raw($"<section id=\"{Anchor}\">\n");
        html.Element("h2", null, title);
        foreach (var part in parts) part.Write(html);
        html.Raw("</section>\n");
    }
}
