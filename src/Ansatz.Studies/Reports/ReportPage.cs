namespace Ansatz.Studies.Reports;

/// <summary>
/// A report as one HTML file that needs nothing else: no script, no network, pictures and style inside. It is read on paper as well as on a
/// screen, narrow or wide, bright or dark.
/// </summary>
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
            html.Element("p", "lead", () =>
            {
                html.Raw("<b>Abstract.</b> ");
                html.Text(lead);
            });
        });
        html.Element("nav", null, () =>
        {
            foreach (var section in parts.OfType<Section>()) html.Raw($"<a href=\"#{section.Anchor}\">{HtmlWriter.Escape(section.Title)}</a>\n");
        });
        html.Element("main", null, () => html.Parts(parts));
        html.Raw("</body>\n</html>\n");
        return html.ToString();
    }

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        return new StreamReader(stream).ReadToEnd();
    }
}

/// <summary>Where a report's numbers come from.</summary>
/// <param name="CommandLine">The line that runs it again.</param>
/// <param name="Product">Version and commit.</param>
/// <param name="Machine">Processor, runtime and system.</param>
/// <param name="Figures">The folder of figures.</param>
internal sealed record Origin(string CommandLine, string Product, string Machine, string Figures)
{
    public static Origin Of(string commandLine, string folder) => new(
        commandLine, Runs.Product.Commit is { } commit ? $"Ansatz {Runs.Product.Version}, commit {commit}" : $"Ansatz {Runs.Product.Version}",
        $"{Runs.Machine.Describe()}; {Runs.Machine.Runtime}, {Runs.Machine.System}", Path.Combine(folder, "figures"));

    /// <summary>The section that says how to get the same again.</summary>
    public Section Again(long seed, string parametersSha256) => new("Do it again",
        new Prose("The same command gives the same weights, to the last bit, on any number of threads and with any of the supported vector instruction sets. Times differ; nothing else does."),
        new FactList(
            ("Command", $"`{CommandLine}`"),
            ("Seed", $"{seed}"),
            ("SHA-256 of the weights", $"`{parametersSha256}`"),
            ("Version", Product),
            ("Machine", Machine)));

    public Figure Picture(string file, string description, string caption) => Figure.OfFile(Path.Combine(Figures, file), description, caption);
}
