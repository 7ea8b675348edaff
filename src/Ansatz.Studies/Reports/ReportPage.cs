namespace Ansatz.Studies.Reports;

/// <summary>
/// A report as one HTML file that needs nothing else: no script, no network, pictures and style inside. It is read on paper as well as on a
/// screen, narrow or wide, bright or dark.
/// </summary>
/// <param name="title">What it is about.</param>
/// <param name="lead">What was found, in a sentence or two.</param>
/// <param name="parts">What it tells, in order; sections appear in the list of contents.</param>
internal sealed class ReportPage(string title, string lead, params IReadOnlyList<IReportPart> parts)
{
    private static readonly Lazy<string> style = new(ReadStyle);

    public string ToHtml()
    {
        var html = new HtmlWriter();
        html.Raw($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Ansatz">
            <title>{HtmlWriter.Escape(title)}</title>
            <style>
            {style.Value}</style>
            </head>
            <body>

            """);
        html.Element("header", null, () =>
        {
            html.Element("h1", null, title);
            html.Element("p", "lead", lead);
        });
        html.Element("nav", null, () =>
        {
            foreach (var section in parts.OfType<Section>()) html.Raw($"<a href=\"#{section.Anchor}\">{HtmlWriter.Escape(section.Title)}</a>\n");
        });
        html.Element("main", null, () =>
        {
            foreach (var part in parts) part.Write(html);
        });
        html.Raw("</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>Writes the page to a file, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToHtml())));

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
