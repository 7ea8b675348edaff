namespace Ansatz.Studies.Reports;

/// <summary>A picture with its number and caption.</summary>
/// <param name="image">The markup of the picture.</param>
/// <param name="caption">What is to be seen, and what it means.</param>
internal sealed class Figure(string image, string caption) : IReportPart
{
    /// <summary>A chart, whose text stays text.</summary>
    public static Figure OfSvg(string svg, string caption) => new($"<div class=\"paper\">{svg[svg.IndexOf("<svg", StringComparison.Ordinal)..].TrimEnd()}</div>", caption);

    /// <summary>A PNG picture, animated or not.</summary>
    /// <param name="png">The bytes of its file.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    /// <param name="caption">What stands below it.</param>
    public static Figure OfPng(ReadOnlySpan<byte> png, string description, string caption) =>
        new($"<img alt=\"{HtmlWriter.Escape(description)}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">", caption);

    /// <summary>A picture from a run's folder, by its extension: .svg or .png.</summary>
    public static Figure OfFile(string path, string description, string caption) =>
        Path.GetExtension(path) == ".svg" ? OfSvg(File.ReadAllText(path), caption) : OfPng(File.ReadAllBytes(path), description, caption);

    public void Write(HtmlWriter html) => html.Element("figure", null, () =>
    {
        html.Raw(image);
        html.Element("figcaption", null, () =>
        {
            html.Raw($"<b>Figure {html.NextFigure++}.</b> ");
            html.Text(caption);
        });
    });
}
