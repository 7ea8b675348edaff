using System.Net;

namespace Ansatz.Studies.Reports;

/// <summary>Writes HTML elements; text is escaped, and what stands between `backquotes` becomes code.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder html = new();

    /// <summary>The number the next figure bears.</summary>
    public int NextFigure { get; set; } = 1;

    /// <summary>An element with what <paramref name="content"/> writes inside.</summary>
    public void Element(string name, string? cssClass, Action content)
    {
        html.Append(cssClass is null ? $"<{name}>" : $"<{name} class=\"{cssClass}\">");
        content();
        html.Append($"</{name}>\n");
    }

    /// <summary>An element of text.</summary>
    public void Element(string name, string? cssClass, string text) => Element(name, cssClass, () => Text(text));

    public void Parts(IEnumerable<IReportPart> parts)
    {
        foreach (var part in parts) part.Write(this);
    }

    /// <summary>Text with `code` in it.</summary>
    public void Text(string text) => html.AppendJoin("", text.Split('`').Select((part, i) => i % 2 == 1 ? $"<code>{Escape(part)}</code>" : Escape(part)));

    /// <summary>Markup that is finished.</summary>
    public void Raw(string markup) => html.Append(markup);

    public static string Escape(string text) => WebUtility.HtmlEncode(text);
    public override string ToString() => html.ToString();
}
