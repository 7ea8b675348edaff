using System.Text.RegularExpressions;

namespace Ansatz.Studies.Reports;

/// <summary>A part of a report.</summary>
internal interface IReportPart
{
    void Write(HtmlWriter html);
}

/// <summary>Parts that belong together, one after the other.</summary>
internal sealed class ReportParts(params IReadOnlyList<IReportPart> parts) : IReportPart
{
    public void Write(HtmlWriter html) => html.Parts(parts);
}

/// <summary>A titled part of a report.</summary>
internal sealed class Section(string title, params IReadOnlyList<IReportPart> parts) : IReportPart
{
    public string Title => title;

    /// <summary>The name by which a link finds it.</summary>
    public string Anchor { get; } = string.Concat(title.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-'));

    public void Write(HtmlWriter html)
    {
        html.Raw($"<section id=\"{Anchor}\">\n");
        html.Element("h2", null, title);
        html.Parts(parts);
        html.Raw("</section>\n");
    }
}

/// <summary>Paragraphs. Text between `backquotes` becomes code.</summary>
internal sealed class Prose(params IReadOnlyList<string> paragraphs) : IReportPart
{
    public void Write(HtmlWriter html)
    {
        foreach (var paragraph in paragraphs) html.Element("p", null, paragraph);
    }
}

/// <summary>Plain facts, a name and a value each: the model, the machine, how to do it again.</summary>
internal sealed class FactList(params IReadOnlyList<(string Name, string Value)> facts) : IReportPart
{
    /// <summary>The times of a study with an autoencoder.</summary>
    /// <param name="before">Facts that stand first.</param>
    public static FactList OfTimes(
        double train, double imagesPerSecond, double other, double evaluate, double figures, double total, long peakMemoryBytes, params IReadOnlyList<(string Name, string Value)> before) => new(
    [
        .. before,
        ("Training", $"{train:0.0} s, {Words.Count(imagesPerSecond)} images per second, counting training steps only"),
        ("Losses between epochs, checkpoints", $"{other:0.0} s"),
        ("Evaluation", $"{evaluate:0.0} s"),
        ("Figures", $"{figures:0.0} s"),
        ("Total", $"{total:0.0} s"),
        ("Peak memory", $"{peakMemoryBytes / 1e6:#,0} MB"),
    ]);

    public void Write(HtmlWriter html) => html.Element("dl", "facts", () =>
    {
        foreach (var (name, value) in facts)
        {
            html.Element("dt", null, name);
            html.Element("dd", null, value);
        }
    });
}

/// <summary>Preformatted text, such as a model's summary. It is folded until the reader opens it.</summary>
internal sealed class Listing(string title, string text) : IReportPart
{
    /// <summary>Name and value of each setting of a run.</summary>
    public static Listing OfSettings(IReadOnlyList<(string Name, string Value)> settings)
    {
        var width = settings.Max(s => s.Name.Length);
        return new Listing("All settings", string.Join('\n', settings.Select(s => $"{s.Name.PadRight(width)}  {s.Value}")));
    }

    public void Write(HtmlWriter html) => html.Element("details", "wide", () =>
    {
        html.Element("summary", null, title);
        html.Element("pre", null, () => html.Raw(HtmlWriter.Escape(text)));
    });
}

/// <summary>A picture with its number and caption.</summary>
/// <param name="image">The markup of the picture.</param>
/// <param name="caption">What is to be seen, and what it means.</param>
internal sealed partial class Figure(string image, string caption) : IReportPart
{
    // The least scale at which the text of a chart can be read, on the screen of a phone.
    private const double LeastScale = 0.85;

    /// <summary>A chart; its text can be searched and copied.</summary>
    public static Figure OfSvg(string svg, string caption)
    {
        var element = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..].TrimEnd();
        var least = Width().Match(element) is { Success: true } width ? FormattableString.Invariant($" style=\"--least: {Math.Ceiling(LeastScale * double.Parse(width.Groups["width"].Value, CultureInfo.InvariantCulture))}px\"") : "";
        return new Figure($"<div class=\"paper\"{least}>{element}</div>", caption);
    }

    /// <summary>A PNG picture, animated or not.</summary>
    /// <param name="description">What it shows, for those who cannot see it.</param>
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

    // The width of the outermost element.
    [GeneratedRegex("^<svg[^>]*? width=\"(?<width>[0-9.]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Width();
}
