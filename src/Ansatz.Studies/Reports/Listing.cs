namespace Ansatz.Studies.Reports;

/// <summary>Text in columns as the library printed it, such as a model's summary; folded away until asked for.</summary>
internal sealed class Listing(string title, string text) : IReportPart
{
    public void Write(HtmlWriter html) => html.Element("details", "wide", () =>
    {
        html.Element("summary", null, title);
        html.Element("pre", null, () => html.Raw(HtmlWriter.Escape(text)));
    });
}
