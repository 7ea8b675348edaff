namespace Ansatz.Studies.Reports;

/// <summary>Figures side by side where the page is wide enough.</summary>
internal sealed class FigureRow(params IReadOnlyList<Figure> figures) : IReportPart
{
    public void Write(HtmlWriter html) => html.Element("div", "row", () =>
    {
        foreach (var figure in figures) figure.Write(html);
    });
}
