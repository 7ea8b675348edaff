using Ansatz.Tensors;

namespace Ansatz.Tables.Transforms;

/// <summary>
/// The map of one column of numbers to a variable z near a standard normal one, in three steps: onto all reals, t = v, log(v − low), or log((v − low)/(high − v)); to
/// location 0 and scale 1, where heavy tails become light by arsinh; and through a monotone spline that brings the quantiles to those of a normal.
/// </summary>
/// <remarks>A rounded column gets uniform noise of one unit of its resolution first, so its bounds lie half a unit further out. All is computed in double.</remarks>
internal sealed class NumberMap
{
    // A value on a bound counts as one this share of the box inside; e^±limit stays finite.
    private const double LeastShare = 5.9604644775390625e-8, ExponentLimit = 700, LargestForSquare = 1e8;

    private const int FewestRowsBeyond = 20, FewestRowsBetween = 25, EnoughKnots = 9, RowsForAnother = 600, MostKnots = 33;
    private const double FarthestKnot = 2.8, LeastGap = 1e-9, Reach = 1;

    private readonly ColumnDefinition column;
    private readonly double resolution;
    private readonly double? low, high;
    private readonly MonotoneSpline? spline;

    /// <param name="column">The column.</param>
    /// <param name="document">Location, scale and knots.</param>
    public NumberMap(ColumnDefinition column, NumberMapDocument document)
    {
        this.column = column;
        Document = document;
        (resolution, low, high) = Domain(column);
        spline = document.Knots is { Count: > 1 } knots ? new MonotoneSpline([.. knots], [.. document.Values]) : null;
    }

    public NumberMapDocument Document { get; }

    /// <summary>The map that fits the cells of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cells">Numbers with their noise, one or more.</param>
    /// <param name="isNormal">Whether the quantiles become those of a normal; else the mean becomes 0 and the standard deviation 1.</param>
    public static NumberMap Fit(ColumnDefinition column, ReadOnlySpan<double> cells, bool isNormal)
    {
        var open = new NumberMap(column, new NumberMapDocument(0, 1, false, [], []));
        var t = new double[cells.Length];
        for (var i = 0; i < t.Length; i++) t[i] = open.ToReals(cells[i]).T;
        if (!isNormal)
        {
            var (mean, deviation) = Moments(t);
            return WithRange(column, new NumberMapDocument(mean, deviation, false, [], []), cells);
        }
        Array.Sort(t);
        double median = Quantile(t, 0.5), half = (Quantile(t, 0.75) - Quantile(t, 0.25)) / 2;
        var scale = half > 0 ? half : Moments(t).Deviation;
        for (var i = 0; i < t.Length; i++) t[i] = Arsinh((t[i] - median) / scale).U;
        var (knots, values) = Knots(t);
        return WithRange(column, new NumberMapDocument(median, scale, true, knots, values), cells);
    }

    /// <summary>Whether a draw of z is so far outside the range of the fitted cells that nothing is known of it.</summary>
    /// <remarks>z is near a standard normal variable. About one of n rows lies beyond the largest cell, and about one of 50 n lies <see cref="Reach"/> beyond it.</remarks>
    public bool IsFar(double z) => Document is { Least: { } least, Most: { } most } && !(z >= least - Reach && z <= most + Reach);

    /// <summary>The nearest z that is not far.</summary>
    public double Nearest(double z) => Document is { Least: { } least, Most: { } most } ? Math.Clamp(z, least - Reach, most + Reach) : z;

    /// <summary>Whether the column's density is above 0 at a value.</summary>
    public bool Contains(double v) => !(v < column.Low || v > column.High);

    /// <summary>The cell with the noise of its rounding.</summary>
    /// <param name="v">The cell.</param>
    /// <param name="uniform">In (0, 1).</param>
    public double WithNoise(double v, double uniform) => v + resolution * (uniform - 0.5);

    /// <summary>z and log dz/dv.</summary>
    public (double Z, double LogSlope) Forward(double v)
    {
        var (t, slope) = ToReals(v);
        var z = (t - Document.Location) / Document.Scale;
        slope -= DoubleMath.Log(Document.Scale);
        if (!Document.HasLightTails) return (z, slope);
        var (u, slopeOfArsinh) = Arsinh(z);
        if (spline is null) return (u, slope + slopeOfArsinh);
        var (y, slopeOfSpline) = spline.Forward(u);
        return (y, slope + slopeOfArsinh + slopeOfSpline);
    }

    /// <summary>The cell at z, rounded where the column is.</summary>
    public double Inverse(double z)
    {
        var v = Unrounded(z);
        if (resolution > 0) v = column.Offset + resolution * Math.Round((v - column.Offset) / resolution);
        if (column.Low is { } least) v = Math.Max(v, column.Kind == ColumnKind.Positive && least == 0 ? double.Epsilon : least);
        return column.High is { } most ? Math.Min(v, most) : v;
    }

    private static NumberMap WithRange(ColumnDefinition column, NumberMapDocument document, ReadOnlySpan<double> cells)
    {
        var map = new NumberMap(column, document);
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var cell in cells) (least, most) = (Math.Min(least, cell), Math.Max(most, cell));
        return new NumberMap(column, document with { Least = map.Forward(least).Z, Most = map.Forward(most).Z });
    }

    private double Unrounded(double z)
    {
        var u = spline?.Inverse(z) ?? z;
        var t = Document.Location + Document.Scale * (Document.HasLightTails ? Sinh(u) : u);
        if (low is not { } l) return t;
        t = Math.Clamp(t, -ExponentLimit, ExponentLimit);
        if (high is not { } h) return l + DoubleMath.Exp(t);
        // Each from its own bound.
        var share = 1 / (1 + DoubleMath.Exp(-Math.Abs(t)));
        return t > 0 ? h - (h - l) * (1 - share) : l + (h - l) * (1 - share);
    }

    // t and log dt/dv.
    private (double T, double LogSlope) ToReals(double v)
    {
        if (low is not { } l) return (v, 0);
        if (high is not { } h)
        {
            var log = DoubleMath.Log(Math.Max(v - l, double.Epsilon));
            return (log, -log);
        }
        double width = h - l, below = DoubleMath.Log(Math.Max((v - l) / width, LeastShare)), above = DoubleMath.Log(Math.Max((h - v) / width, LeastShare));
        return (below - above, -(below + above) - DoubleMath.Log(width));
    }

    private static (double Resolution, double? Low, double? High) Domain(ColumnDefinition column)
    {
        if (column.Kind == ColumnKind.Categorical) return (1, -0.5, column.Categories.Count - 0.5);
        var half = column.Resolution / 2;
        return (column.Resolution, column.Low - half, column.High + half);
    }

    // log(|x| + √(x² + 1)) as log1p(|x| + x²/(1 + √(x² + 1))), which keeps the digits of a small x; and −½ log(1 + x²).
    private static (double U, double LogSlope) Arsinh(double x)
    {
        var size = Math.Abs(x);
        if (size > LargestForSquare)
        {
            var log = DoubleMath.Log(size);
            return (Math.CopySign(log + 0.69314718055994531, x), -log);
        }
        var square = size * size;
        return (Math.CopySign(DoubleMath.Log1p(size + square / (1 + Math.Sqrt(1 + square))), x), -0.5 * DoubleMath.Log1p(square));
    }

    // ½(e + e/(e + 1)) with e = expm1 |u|.
    private static double Sinh(double u)
    {
        var e = DoubleMath.Expm1(Math.Min(Math.Abs(u), ExponentLimit));
        return Math.CopySign(0.5 * (e + e / (e + 1)), u);
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> t)
    {
        double sum = 0, square = 0;
        foreach (var v in t) sum += v - t[0];
        var mean = t[0] + sum / t.Length;
        foreach (var v in t) square += (v - mean) * (v - mean);
        var deviation = Math.Sqrt(square / t.Length);
        return (mean, deviation > 0 ? deviation : 1);
    }

    // Equal steps in z, from where about 20 rows lie beyond the first and the last knot. Knots whose quantiles coincide are left out.
    private static (double[] Knots, double[] Values) Knots(double[] sorted)
    {
        var end = Math.Min(FarthestKnot, -DoubleMath.NormalQuantile(Math.Min(0.4, FewestRowsBeyond / (double)sorted.Length)));
        // Each knot is a number that is fitted; more follow the noise of few rows, and the flow finds what is left.
        var count = Math.Clamp(sorted.Length / RowsForAnother, Math.Clamp(sorted.Length / FewestRowsBetween, 3, EnoughKnots), MostKnots);
        List<double> knots = [], values = [];
        var least = LeastGap * Math.Max(1, sorted[^1] - sorted[0]);
        for (var k = 0; k < count; k++)
        {
            var z = end * (2.0 * k / (count - 1) - 1);
            var quantile = Quantile(sorted, DoubleMath.NormalCdf(z));
            if (knots.Count > 0 && quantile - knots[^1] < least) continue;
            knots.Add(quantile);
            values.Add(z);
        }
        return knots.Count > 1 ? ([.. knots], [.. values]) : ([], []);
    }

    private static double Quantile(double[] sorted, double p)
    {
        var at = p * sorted.Length - 0.5;
        var k = Math.Clamp((int)Math.Floor(at), 0, sorted.Length - 1);
        var next = Math.Min(k + 1, sorted.Length - 1);
        return sorted[k] + Math.Clamp(at - k, 0, 1) * (sorted[next] - sorted[k]);
    }
}

/// <summary>What a file holds of a <see cref="NumberMap"/>.</summary>
/// <param name="Location">What becomes 0.</param>
/// <param name="Scale">What becomes 1.</param>
/// <param name="HasLightTails">Whether arsinh follows.</param>
/// <param name="Knots">x of the spline; empty without.</param>
/// <param name="Values">y of the spline.</param>
/// <param name="Least">The least z of the fitted cells; null in older files.</param>
/// <param name="Most">The largest.</param>
internal sealed record NumberMapDocument(double Location, double Scale, bool HasLightTails, IReadOnlyList<double> Knots, IReadOnlyList<double> Values, double? Least = null, double? Most = null);
