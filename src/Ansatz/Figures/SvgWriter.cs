using System.Globalization;
using System.Text;
using System.Xml;

namespace Ansatz.Figures;

/// <summary>Writes SVG elements. Lengths are pixels, rounded to a tenth; equal calls give equal text whatever the culture.</summary>
internal sealed class SvgWriter : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private readonly StringBuilder text = new();
    private readonly XmlWriter xml;

    public SvgWriter() => xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" });

    /// <summary>Opens an element.</summary>
    public void Open(string name, params ReadOnlySpan<(string Name, SvgValue Value)> attributes)
    {
        xml.WriteStartElement(name, Namespace);
        foreach (var (key, value) in attributes) xml.WriteAttributeString(key, value.Text);
    }

    /// <summary>Opens a drawing on white, which may lie within another.</summary>
    public void OpenPage(string name, string title, double width, double height, double left = 0, double top = 0)
    {
        Open("svg", ("class", name), ("role", "img"), ("aria-label", title), ("x", left), ("y", top), ("width", width), ("height", height),
            ("viewBox", $"0 0 {Number(width)} {Number(height)}"), ("font-family", TextStyle.FontFamily));
        Element("rect", ("class", "page"), ("width", width), ("height", height), ("fill", "#ffffff"));
    }

    /// <summary>Closes the element that was opened last.</summary>
    public void Close() => xml.WriteEndElement();

    /// <summary>An element without content.</summary>
    public void Element(string name, params ReadOnlySpan<(string Name, SvgValue Value)> attributes)
    {
        Open(name, attributes);
        Close();
    }

    /// <summary>An element that shows a text while the pointer is on it.</summary>
    public void Element(string name, string hint, params ReadOnlySpan<(string Name, SvgValue Value)> attributes)
    {
        Open(name, attributes);
        xml.WriteElementString("title", Namespace, hint);
        Close();
    }

    /// <summary>An element of text.</summary>
    public void Text(string content, string name, params ReadOnlySpan<(string Name, SvgValue Value)> attributes)
    {
        Open(name, attributes);
        xml.WriteString(content);
        Close();
    }

    public override string ToString()
    {
        xml.Flush();
        return text.ToString() + "\n";
    }

    public void Dispose() => xml.Dispose();

    /// <summary>A length, at most one decimal.</summary>
    public static string Number(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>The text of an attribute: a string, a length or a colour.</summary>
public readonly record struct SvgValue(string Text)
{
    public static implicit operator SvgValue(string text) => new(text);

    public static implicit operator SvgValue(double length) => new(SvgWriter.Number(length));

    public static implicit operator SvgValue(Formats.Rgb color) => new(color.ToString());
}
