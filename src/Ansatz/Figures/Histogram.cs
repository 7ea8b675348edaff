using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>The density of values by bins: count / (all counts · bin width), so that the bars' area is the share of values within the bins.</summary>
public sealed class Histogram : Mark
{
    private const int MostBins = 40;

    private readonly double[] edges;
    private readonly double[] densities;

    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="range">The first bin's start and the last one's end; by default the values', out to a multiple of the bin width.</param>
    /// <param name="binCount">How many bins; by default about 40, their width 1, 2 or 5 · 10ᵏ.</param>
    public Histogram(string? name, IReadOnlyList<double> values, (double Min, double Max)? range = null, int? binCount = null)
    {
        Name = name;
        var extent = range is { } r ? new Extent(r.Min, r.Max) : Extent.Of(values);
        if (extent.IsEmpty || extent.Length == 0) throw new ArgumentException("Histogram: no two different values; give a range.", nameof(values));
        if (range is null && binCount is null) extent = Ticks.Dividing(extent.Length, MostBins).Around(extent);
        var bins = binCount ?? (int)Math.Round(extent.Length / Ticks.Dividing(extent.Length, MostBins).Step);
        edges = [.. Enumerable.Range(0, bins + 1).Select(i => extent.Min + extent.Length * i / bins)];
        densities = new double[bins];
        var finite = values.Where(double.IsFinite).ToArray();
        foreach (var value in finite)
            if (extent.Contains(value)) densities[Math.Min((int)((value - extent.Min) / extent.Length * bins), bins - 1)]++;
        for (var i = 0; i < bins; i++) densities[i] /= finite.Length * extent.Length / bins;
    }

    internal override (Extent X, Extent Y) Extents => (new(edges[0], edges[^1]), Extent.Of(densities).Including(0));

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        svg.Open("g", ("class", "histogram"), ("aria-label", Name ?? ""), ("fill", color), ("fill-opacity", "0.45"), ("shape-rendering", "crispEdges"));
        for (var i = 0; i < densities.Length; i++)
        {
            // Each edge is rounded by itself, so that neighbours neither overlap nor leave a gap.
            var (left, right) = (Math.Round(plot.X.At(edges[i]), 1), Math.Round(plot.X.At(edges[i + 1]), 1));
            if (densities[i] > 0) svg.Element("rect", plot.Hint(Name, (edges[i] + edges[i + 1]) / 2, densities[i]), ("x", left), ("y", plot.Y.At(densities[i])), ("width", right - left), ("height", plot.Y.Baseline - plot.Y.At(densities[i])));
        }
        svg.Close();
    }
}
