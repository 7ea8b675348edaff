using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Figures;

/// <summary>
/// The density of values as a smooth curve: a kernel estimate p̂(x) = ∑ᵢ φ((x − xᵢ)/h) / (n h). Its bandwidth is h = 0.9 min(s, IQR/1.34) n^(−1/5).
/// Source: Silverman, <i>Density estimation for statistics and data analysis</i>, 1986, equation 3.31.
/// </summary>
public sealed class DensityCurve : Mark
{
    private const int Steps = 200;
    private const double Reach = 3, Normalizer = 0.3989422804014327;

    private readonly double[] xs, densities;

    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="bandwidth">The kernel's standard deviation; by default Silverman's.</param>
    /// <exception cref="ArgumentException">There are no two different values and no bandwidth, or the bandwidth is not positive.</exception>
    public DensityCurve(string? name, IReadOnlyList<double> values, double? bandwidth = null)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (bandwidth <= 0 || sorted.Length == 0 || (bandwidth is null && sorted[0] == sorted[^1])) throw new ArgumentException("DensityCurve: no two different values, or a bandwidth that is not positive; expected different values, or a positive bandwidth.", nameof(values));
        var h = bandwidth ?? Silverman(sorted);
        double from = sorted[0] - Reach * h, to = sorted[^1] + Reach * h;
        Name = name;
        xs = [.. Enumerable.Range(0, Steps + 1).Select(i => from + (to - from) * i / Steps)];
        densities = [.. xs.Select(x => sorted.Sum(v => DoubleMath.Exp(-0.5 * (x - v) / h * ((x - v) / h))) * Normalizer / (sorted.Length * h))];
    }

    internal override (Extent X, Extent Y) Extents => (Extent.Of(xs), Extent.Of(densities).Including(0));

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        svg.Open("g", ("class", "density"), ("aria-label", Name ?? ""), ("fill", "none"));
        (double X, double Y)[] curve = [.. xs.Zip(densities)];
        svg.Element("path", ("fill", color), ("fill-opacity", "0.2"), ("d", plot.Path([(xs[0], 0), .. curve, (xs[^1], 0)]) + "Z"));
        svg.Element("path", ("stroke", color), ("stroke-width", 2), ("stroke-linejoin", "round"), ("d", plot.Path(curve)));
        svg.Close();
    }

    private static double Silverman(double[] sorted)
    {
        const double QuartilesOfNormal = 1.34;
        var mean = sorted.Average();
        var deviation = Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / (sorted.Length - 1));
        var quartiles = (sorted[(int)(0.75 * (sorted.Length - 1))] - sorted[(int)(0.25 * (sorted.Length - 1))]) / QuartilesOfNormal;
        return 0.9 * (quartiles > 0 ? Math.Min(deviation, quartiles) : deviation) * DoubleMath.Exp(-0.2 * DoubleMath.Log(sorted.Length));
    }
}
