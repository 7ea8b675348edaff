using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>One bar per category, from 0 to its value.</summary>
public sealed class Bars : Mark
{
    private const double Thickness = 0.7;

    private readonly IReadOnlyList<string> labels;
    private readonly IReadOnlyList<double> values;

    public Bars(string? name, IReadOnlyList<string> labels, IReadOnlyList<double> values)
    {
        RequireEqualLengths(nameof(Bars), labels.Count, values.Count);
        (Name, this.labels, this.values) = (name, labels, values);
    }

    internal override IReadOnlyList<Tick> Categories => [.. labels.Select((label, i) => new Tick(i, label))];

    internal override (Extent X, Extent Y) Extents => (new(-0.5, labels.Count - 0.5), Extent.Of(values).Including(0));

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        svg.Open("g", ("class", "bars"), ("aria-label", Name ?? ""), ("fill", color));
        for (var i = 0; i < values.Count; i++)
        {
            var (zero, end) = (plot.Y.Baseline, plot.Y.At(values[i]));
            if (double.IsFinite(end)) svg.Element("rect", $"{labels[i]}: {plot.Hint(null, i, values[i]).Split(", ")[^1]}", ("x", plot.X.At(i - Thickness / 2)), ("y", Math.Min(zero, end)), ("width", Thickness * plot.X.Density), ("height", Math.Abs(end - zero)));
        }
        svg.Close();
    }
}
