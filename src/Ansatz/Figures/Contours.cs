using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>Lines of equal number through a grid, or the areas between them, each in the colour of its level.</summary>
/// <remarks>Between the centres of cells the numbers are interpolated linearly (marching squares); where a number is not finite, no area is.</remarks>
public sealed class Contours : Mark
{
    private const int FewestLevels = 8;

    private readonly PlaneGrid grid;
    private readonly double[] levels;

    /// <param name="grid">The numbers.</param>
    /// <param name="levels">The numbers at which there are lines, rising; by default about eight at 1, 2 or 5 · 10ᵏ.</param>
    public Contours(string? name, PlaneGrid grid, params IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(levels);
        for (var i = 1; i < levels.Count; i++)
            if (!(levels[i] > levels[i - 1])) throw new ArgumentException($"Contours: level {levels[i]} after {levels[i - 1]}; expected rising levels.", nameof(levels));
        var range = grid.Values;
        (Name, this.grid) = (name, grid);
        this.levels = levels.Count > 0 ? [.. levels] : range.IsEmpty || range.Length == 0 ? [] : [.. Ticks.Dividing(range.Length, FewestLevels).Within(range).Select(t => t.Value).Where(v => v > range.Min && v < range.Max)];
    }

    /// <summary>Whether the areas above the levels are filled.</summary>
    public bool AreFilled { get; init; }

    /// <summary>The colours of the levels; a <see cref="Mark.Color"/> draws all lines in one colour, without a bar of colours.</summary>
    public ColorScale Colors { get; init; } = ColorScale.Viridis;

    /// <summary>How the bar of colours shows the numbers.</summary>
    public Axis ValueAxis { get; init; } = new();

    internal override Rgb? OwnColor => Colors.At(0.5);

    internal override LegendSymbol Symbol => AreFilled ? LegendSymbol.Box : LegendSymbol.Line;

    internal override IEnumerable<LegendEntry> LegendEntries(Rgb color) => ColorBar is null ? base.LegendEntries(color) : [];

    internal override bool IsFilled => AreFilled;

    internal override bool IsPlanar => true;

    internal override (Extent X, Extent Y) Extents => grid.Extents;

    internal override ColorBar? ColorBar => Color is null ? new(Colors, ValueAxis, grid.Values) : null;

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        var bar = ColorBar;
        svg.Open("g", ("class", "contours"), ("aria-label", Name ?? ""), ("fill", "none"), ("stroke-width", 1.4), ("stroke-linejoin", "round"));
        if (AreFilled && bar is not null)
            svg.Element("rect", ("x", plot.X.At(grid.X.Min)), ("y", plot.Y.At(grid.Y.Max)), ("width", plot.X.At(grid.X.Max) - plot.X.At(grid.X.Min)), ("height", plot.Y.At(grid.Y.Min) - plot.Y.At(grid.Y.Max)), ("fill", Colors.At(0)));
        foreach (var level in levels)
        {
            var own = bar is null ? color : Colors.At(bar.Share(level));
            if (AreFilled) svg.Element("path", ("fill", own), ("fill-opacity", bar is null ? 1.0 / levels.Length : 1), ("fill-rule", "evenodd"), ("d", string.Concat(new Isolines(grid, isClosed: true).At(level).Select(l => plot.Path(l) + "Z"))));
            else svg.Element("path", ("stroke", own), ("d", string.Concat(new Isolines(grid, isClosed: false).At(level).Select(plot.Path))));
        }
        svg.Close();
    }
}
