using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>The area between two curves: a spread, an error, an interval.</summary>
public sealed class Band : Mark
{
    private readonly IReadOnlyList<double> xs, lower, upper;

    public Band(string? name, IReadOnlyList<double> xs, IReadOnlyList<double> lower, IReadOnlyList<double> upper)
    {
        RequireEqualLengths(nameof(Band), xs.Count, lower.Count, upper.Count);
        (Name, this.xs, this.lower, this.upper) = (name, xs, lower, upper);
    }

    protected override IEnumerable<(double X, double Y)> Points => xs.Zip(lower).Concat(xs.Zip(upper));

    protected override void Draw(PlotArea area, Rgb color) =>
        area.Element("path", ("class", "band"), ("aria-label", Name ?? ""), ("fill", color), ("fill-opacity", "0.2"),
            ("d", area.Path(xs.Zip(upper).Concat(xs.Zip(lower).Reverse())) + "Z"));
}
