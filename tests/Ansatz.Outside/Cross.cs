using Ansatz.Figures;
using Ansatz.Formats;

namespace Outside;

/// <summary>A mark of charts: a cross at one place.</summary>
internal sealed class Cross : Mark
{
    private const double Size = 5;

    private readonly double x, y;

    public Cross(string? name, double x, double y) => (Name, this.x, this.y) = (name, x, y);

    protected override IEnumerable<(double X, double Y)> Points => [(x, y)];

    protected override void Draw(PlotArea area, Rgb color)
    {
        var (left, top) = (area.X(x), area.Y(y));
        area.Element("line", ("class", "cross"), ("x1", left - Size), ("y1", top), ("x2", left + Size), ("y2", top), ("stroke", color));
        area.Element("line", ("class", "cross"), ("x1", left), ("y1", top - Size), ("x2", left), ("y2", top + Size), ("stroke", color));
    }
}
