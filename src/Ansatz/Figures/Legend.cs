using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>How the legend depicts a mark.</summary>
internal enum LegendSymbol
{
    Line,
    DashedLine,
    Disc,
    Box,
}

/// <summary>A line of the legend.</summary>
internal sealed record LegendEntry(string Name, Rgb Color, LegendSymbol Symbol)
{
    public const string Dashes = "6 4";
    private const double Gap = 6;

    private double SymbolWidth => Symbol switch { LegendSymbol.Line => 18, LegendSymbol.DashedLine => 22, LegendSymbol.Box => 12, _ => 8 };

    public double Width => SymbolWidth + Gap + TextStyle.Tick.Width(Name);

    public void Draw(SvgWriter svg, double x, double y)
    {
        svg.Open("g", ("class", "entry"), ("aria-label", Name));
        switch (Symbol)
        {
            case LegendSymbol.Disc:
                svg.Element("circle", ("cx", x + SymbolWidth / 2), ("cy", y), ("r", SymbolWidth / 2), ("fill", Color));
                break;
            case LegendSymbol.Box:
                svg.Element("rect", ("x", x), ("y", y - SymbolWidth / 2), ("width", SymbolWidth), ("height", SymbolWidth), ("rx", 2), ("fill", Color), ("fill-opacity", "0.6"));
                break;
            default:
                svg.Element("line", ("x1", x), ("x2", x + SymbolWidth), ("y1", y), ("y2", y), ("stroke", Color), ("stroke-width", 2), ("stroke-dasharray", Symbol == LegendSymbol.DashedLine ? Dashes : "none"));
                break;
        }
        TextStyle.Tick.Write(svg, Name, x + SymbolWidth + Gap, y, "start", "name");
        svg.Close();
    }
}

/// <summary>The legend: entries from left to right in as many rows as they need.</summary>
internal sealed class Legend
{
    private const double RowHeight = 20, Gap = 12;

    private readonly List<(LegendEntry Entry, double X, int Row)> places = [];

    public Legend(IEnumerable<LegendEntry> entries, double width)
    {
        var (x, row) = (0.0, 0);
        foreach (var entry in entries)
        {
            if (x > 0 && x + entry.Width > width) (x, row) = (0, row + 1);
            places.Add((entry, x, row));
            x += entry.Width + Gap;
        }
    }

    public double Height => places.Count == 0 ? 0 : (places[^1].Row + 1) * RowHeight;

    public void Draw(SvgWriter svg, double left, double top)
    {
        if (places.Count == 0) return;
        svg.Open("g", ("class", "legend"));
        foreach (var (entry, x, row) in places) entry.Draw(svg, left + x, top + (row + 0.5) * RowHeight);
        svg.Close();
    }
}
