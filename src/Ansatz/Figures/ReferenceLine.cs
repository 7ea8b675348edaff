using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>A dashed gray line across the whole chart, for a value to compare with.</summary>
public sealed class ReferenceLine : Mark
{
    private readonly double value;
    private readonly bool isVertical;

    private ReferenceLine(string? name, double value, bool isVertical) => (Name, this.value, this.isVertical) = (name, value, isVertical);

    /// <summary>The line y = <paramref name="y"/>.</summary>
    public static ReferenceLine Horizontal(string? name, double y) => new(name, y, isVertical: false);

    /// <summary>The line x = <paramref name="x"/>.</summary>
    public static ReferenceLine Vertical(string? name, double x) => new(name, x, isVertical: true);

    internal override Rgb? OwnColor => Rgb.Of(0x666666);

    internal override LegendSymbol Symbol => LegendSymbol.DashedLine;

    internal override (Extent X, Extent Y) Extents
    {
        get
        {
            var extent = Extent.Empty.Including(value);
            return isVertical ? (extent, Extent.Empty) : (Extent.Empty, extent);
        }
    }

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        var (x, y) = (plot.X.At(value), plot.Y.At(value));
        var (x1, y1, x2, y2) = isVertical ? (x, plot.Top, x, plot.Bottom) : (plot.Left, y, plot.Right, y);
        svg.Element("line", Name ?? plot.Hint(null, value, value).Split(", ")[isVertical ? 0 : 1], ("class", "reference"), ("aria-label", Name ?? ""), ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2),
            ("stroke", color), ("stroke-width", 1.2), ("stroke-dasharray", LegendEntry.Dashes));
    }
}
