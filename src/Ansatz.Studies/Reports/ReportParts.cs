namespace Ansatz.Studies.Reports;

/// <summary>Parts that belong together, one after the other.</summary>
internal sealed class ReportParts(params IReadOnlyList<IReportPart> parts) : IReportPart
{
    public void Write(HtmlWriter html)
    {
        foreach (var part in parts) part.Write(html);
    }
}
