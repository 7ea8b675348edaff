using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>A line through points in the given order, broken where a number is not finite.</summary>
public sealed class Line : Mark
{
    private readonly IReadOnlyList<double> xs, ys;

    public Line(string? name, IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        RequireEqualLengths(nameof(Line), xs.Count, ys.Count);
        (Name, this.xs, this.ys) = (name, xs, ys);
    }

    public bool IsDashed { get; init; }

    /// <summary>Whether each point gets a dot.</summary>
    public bool HasDots { get; init; }

    internal override (Extent X, Extent Y) Extents => (Extent.Of(xs), Extent.Of(ys));

    internal override LegendSymbol Symbol => IsDashed ? LegendSymbol.DashedLine : LegendSymbol.Line;

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        svg.Open("g", ("class", "line"), ("aria-label", Name ?? ""), ("fill", "none"), ("stroke", color), ("stroke-linecap", "round"), ("stroke-linejoin", "round"));
        svg.Element("path", ("d", plot.Path(xs.Zip(ys))), ("stroke-width", IsDashed ? 1.6 : 2), ("stroke-dasharray", IsDashed ? LegendEntry.Dashes : "none"));
        if (HasDots) svg.Element("path", ("class", "dots"), ("d", plot.Discs(xs.Zip(ys))), ("stroke-width", 5.5));
        svg.Close();
        plot.DrawHints(svg, Name, xs, ys);
    }
}
