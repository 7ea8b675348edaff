namespace Ansatz.Studies.Reports;

/// <summary>Something a report is made of.</summary>
internal interface IReportPart
{
    void Write(HtmlWriter html);
}
