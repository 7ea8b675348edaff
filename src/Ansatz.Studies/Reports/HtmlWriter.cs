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
        html.Append('<').Append(name);
        if (cssClass is not null) html.Append(" class=\"").Append(cssClass).Append('"');
        html.Append('>');
        content();
        html.Append("</").Append(name).Append(">\n");
    }

    /// <summary>An element of text.</summary>
    public void Element(string name, string? cssClass, string text) => Element(name, cssClass, () => Text(text));

    public void Parts(IEnumerable<IReportPart> parts)
    {
        foreach (var part in parts) part.Write(this);
    }

    /// <summary>Text with `code` in it.</summary>
    public void Text(string text)
    {
        var parts = text.Split('`');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1) html.Append("<code>");
            html.Append(Escape(parts[i]));
            if (i % 2 == 1) html.Append("</code>");
        }
    }

    /// <summary>Markup that is finished.</summary>
    public void Raw(string markup) => html.Append(markup);

    public static string Escape(string text) => WebUtility.HtmlEncode(text);
    public override string ToString() => html.ToString();
}
