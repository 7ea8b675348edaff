using System.Globalization;
using System.Xml;
using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>How an SVG element is painted; what it does not say, it has from the element around it.</summary>
internal sealed record SvgStyle
{
    public Rgb? Fill { get; init; } = Rgb.Of(0);
    public Rgb? Stroke { get; init; }
    public double FillOpacity { get; init; } = 1;
    public double StrokeOpacity { get; init; } = 1;
    public double StrokeWidth { get; init; } = 1;
    public bool HasRoundEnds { get; init; }
    public bool IsEvenOdd { get; init; }
    public bool IsCrisp { get; init; }
    public bool IsBold { get; init; }
    public double FontSize { get; init; } = 12;
    public string Anchor { get; init; } = "start";

    /// <summary>Lengths of dashes and gaps in turn; empty where the line is whole.</summary>
    public IReadOnlyList<double> Dashes { get; init; } = [];

    /// <summary>The style with an element's attributes.</summary>
    public SvgStyle With(XmlElement element)
    {
        var style = this;
        foreach (XmlAttribute attribute in element.Attributes) style = style.With(attribute.LocalName, attribute.Value);
        return style;
    }

    private SvgStyle With(string name, string value) => name switch
    {
        "fill" => this with { Fill = Color(value) },
        "stroke" => this with { Stroke = Color(value) },
        "fill-opacity" => this with { FillOpacity = SvgPath.Number(value) },
        "stroke-opacity" => this with { StrokeOpacity = SvgPath.Number(value) },
        "opacity" => this with { FillOpacity = FillOpacity * SvgPath.Number(value), StrokeOpacity = StrokeOpacity * SvgPath.Number(value) },
        "stroke-width" => this with { StrokeWidth = SvgPath.Number(value) },
        "stroke-linecap" => this with { HasRoundEnds = value == "round" },
        "stroke-dasharray" => this with { Dashes = value == "none" ? [] : [.. value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(SvgPath.Number)] },
        "fill-rule" => this with { IsEvenOdd = value == "evenodd" },
        "shape-rendering" => this with { IsCrisp = value == "crispEdges" },
        "font-size" => this with { FontSize = SvgPath.Number(value) },
        "font-weight" => this with { IsBold = value is "bold" or "600" or "700" or "800" },
        "text-anchor" => this with { Anchor = value },
        _ => this,
    };

    private static Rgb? Color(string text) => text switch
    {
        "none" or "transparent" => null,
        "black" => Rgb.Of(0),
        "white" => Rgb.Of(0xFFFFFF),
        ['#', .. { Length: 6 } hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) => Rgb.Of(value),
        _ => throw new ArgumentException($"chart: found the colour '{text}'; a picture expects #rrggbb, black, white or none.", nameof(text)),
    };
}
