namespace Ansatz.Studies.Tables;

/// <summary>Shares of categories as bars from the left, the first category on top. Several series, such as real and synthetic rows, lie side by side.</summary>
/// <param name="name">What the legend calls the series.</param>
/// <param name="categories">The names of the categories.</param>
/// <param name="shares">The share of each category.</param>
/// <param name="place">Which series this is, from 0 on.</param>
/// <param name="count">How many series the chart has.</param>
internal sealed class ShareBars(string name, IReadOnlyList<string> categories, IReadOnlyList<double> shares, int place, int count) : Mark
{
    private const double Thickness = 0.76;

    /// <summary>The axis of the categories.</summary>
    /// <param name="room">The pixels that the longest label may take.</param>
    public static Axis AxisOf(IReadOnlyList<string> categories, double room) =>
        new() { Min = 0.5 - categories.Count, Max = 0.5, Ticks = [.. categories.Select((c, i) => new Tick(-i, Fitted(c, room)))] };

    internal override (Extent X, Extent Y) Extents => (Extent.Of(shares).Including(0), new(0.5 - shares.Count, 0.5));

    internal override IEnumerable<LegendEntry> LegendEntries(Rgb color) => [new LegendEntry(name, color, Symbol)];

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        var height = Thickness / count;
        svg.Open("g", ("class", "bars"), ("aria-label", name), ("fill", color), ("fill-opacity", "0.8"));
        for (var i = 0; i < shares.Count; i++)
        {
            double top = plot.Y.At(Thickness / 2 - i - place * height), bottom = plot.Y.At(Thickness / 2 - i - (place + 1) * height);
            svg.Element("rect", $"{name}: {categories[i]}, {shares[i]:0.0000}", ("x", plot.X.At(0)), ("y", top), ("width", plot.X.At(shares[i]) - plot.X.At(0)), ("height", bottom - top));
        }
        svg.Close();
    }

    private static string Fitted(string label, double room)
    {
        for (var shown = label; ; shown = $"{label[..(shown.TrimEnd('…').Length - 1)].TrimEnd()}…")
            if (shown.Length <= 2 || TextStyle.Tick.Width(shown) <= room) return shown;
    }
}
