using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>Points with an interval each, such as a mean ± its standard error.</summary>
public sealed class ErrorBars : Mark
{
    private const double Cap = 4;

    private readonly IReadOnlyList<double> xs, ys, lower, upper;

    /// <param name="lower">The lower end of each interval.</param>
    /// <param name="upper">The upper end of each interval.</param>
    public ErrorBars(string? name, IReadOnlyList<double> xs, IReadOnlyList<double> ys, IReadOnlyList<double> lower, IReadOnlyList<double> upper)
    {
        RequireEqualLengths(nameof(ErrorBars), xs.Count, ys.Count, lower.Count, upper.Count);
        (Name, this.xs, this.ys, this.lower, this.upper) = (name, xs, ys, lower, upper);
    }

    /// <param name="errors">How far each interval reaches to both sides.</param>
    public ErrorBars(string? name, IReadOnlyList<double> xs, IReadOnlyList<double> ys, IReadOnlyList<double> errors)
        : this(name, xs, ys, [.. ys.Zip(errors, (y, e) => y - e)], [.. ys.Zip(errors, (y, e) => y + e)]) => RequireEqualLengths(nameof(ErrorBars), ys.Count, errors.Count);

    internal override LegendSymbol Symbol => LegendSymbol.Disc;

    protected override IEnumerable<(double X, double Y)> Points => xs.Zip(ys).Concat(xs.Zip(lower)).Concat(xs.Zip(upper));

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        svg.Open("g", ("class", "errorbars"), ("aria-label", Name ?? ""), ("stroke", color), ("stroke-width", 1.5));
        for (var i = 0; i < xs.Count; i++)
        {
            double x = plot.X.At(xs[i]), from = plot.Y.At(lower[i]), to = plot.Y.At(upper[i]);
            if (!double.IsFinite(x) || !double.IsFinite(from) || !double.IsFinite(to)) continue;
            svg.Element("line", ("x1", x), ("x2", x), ("y1", from), ("y2", to));
            svg.Element("line", ("x1", x - Cap), ("x2", x + Cap), ("y1", from), ("y2", from));
            svg.Element("line", ("x1", x - Cap), ("x2", x + Cap), ("y1", to), ("y2", to));
        }
        svg.Element("path", ("class", "dots"), ("fill", "none"), ("stroke-linecap", "round"), ("stroke-width", 6.5), ("d", plot.Discs(xs.Zip(ys))));
        svg.Close();
        plot.DrawHints(svg, Name, xs, ys);
    }
}
