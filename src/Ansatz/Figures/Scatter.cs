using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>
/// Points in the plane: of one colour, or coloured by <see cref="Labels"/> or by <see cref="Values"/>. Points of one colour are one
/// path, so that thousands make a small file. Categories are drawn in a few rounds, so that none covers all the others.
/// </summary>
public sealed class Scatter : Mark
{
    private const int Shades = 64, MostRounds = 8, PointsARound = 100;

    private readonly IReadOnlyList<double> xs, ys;

    public Scatter(string? name, IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        RequireEqualLengths(nameof(Scatter), xs.Count, ys.Count);
        (Name, this.xs, this.ys) = (name, xs, ys);
    }

    /// <summary>The category of each point, 0 to the number of <see cref="LabelNames"/> − 1.</summary>
    public IReadOnlyList<int>? Labels { get; init; }

    /// <summary>What the legend calls the categories.</summary>
    public IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>The number each point's colour stands for; a point whose number is not finite is left out.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>The colours of <see cref="Values"/>.</summary>
    public ColorScale Colors { get; init; } = ColorScale.Viridis;

    /// <summary>How the bar of colours beside the chart shows <see cref="Values"/>.</summary>
    public Axis ValueAxis { get; init; } = new();

    /// <summary>The points' diameter in pixels; by default smaller the more there are.</summary>
    public double? Diameter { get; init; }

    internal override bool IsPlanar => true;

    internal override (Extent X, Extent Y) Extents => (Extent.Of(xs), Extent.Of(ys));

    internal override LegendSymbol Symbol => LegendSymbol.Disc;

    internal override ColorBar? ColorBar => Values is null ? null : new ColorBar(Colors, ValueAxis, Extent.Of(Values));

    internal override IEnumerable<LegendEntry> LegendEntries(Rgb color) => Labels is null
        ? base.LegendEntries(color)
        : LabelNames.Select((name, i) => new LegendEntry(name, Palette.Of(i, LabelNames.Count), Symbol));

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        var diameter = Diameter ?? (xs.Count <= 300 ? 7 : xs.Count <= 2000 ? 5.5 : 4);
        svg.Open("g", ("class", "scatter"), ("aria-label", Name ?? ""), ("stroke-linecap", "round"), ("stroke-width", diameter), ("stroke-opacity", "0.85"));
        var bar = ColorBar;
        foreach (var group in Enumerable.Range(0, xs.Count).GroupBy(i => (Round: Round(i), Color: Group(i, bar))).Where(g => g.Key.Color >= 0).OrderBy(g => g.Key))
            svg.Element("path", ("stroke", GroupColor(group.Key.Color, color)), ("d", plot.Discs(group.Select(i => (xs[i], ys[i])))));
        svg.Close();
        plot.DrawHints(svg, Name, xs, ys);
    }

    private int Round(int index) => Labels is null ? 0 : (int)((long)index * Math.Clamp(xs.Count / PointsARound, 1, MostRounds) / xs.Count);

    private int Group(int index, ColorBar? bar)
    {
        if (Labels is not null) return Labels[index];
        if (Values is null || bar is null) return 0;
        return double.IsFinite(Values[index]) ? (int)Math.Clamp(Math.Round(bar.Share(Values[index]) * Shades), 0, Shades) : -1;
    }

    private Rgb GroupColor(int group, Rgb color) =>
        Labels is not null ? Palette.Of(group, LabelNames.Count) : Values is not null ? Colors.At((double)group / Shades) : color;
}
