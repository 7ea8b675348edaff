namespace Ansatz.Studies.Contours;

/// <summary>
/// The density of y = tanh(R(θ)(z₁, ½(z₂ − 2) + a z₁²)), z ~ N(0, 0.3² I₂), on the grid, by the change of variables
/// <code>
/// u = artanh y,  v = R(−θ) u,  z = (v₁, 2(v₂ − a v₁²) + 2),
/// log p(y) = −½‖z‖²/0.3² − log(2π 0.3²) + log 2 − log(1 − y₁²) − log(1 − y₂²).
/// </code>
/// With h = v₂ + 1 − a v₁² this needs ‖z‖² = v₁² + 4h². It is never NaN: a may be so large that h² overflows, but both squares only grow towards
/// +∞ and every other term is finite or −∞.
/// </summary>
internal readonly struct FlowDensity
{
    private const double BaseScale = 0.3;
    private const float MinusHalfPrecision = (float)(-0.5 / (BaseScale * BaseScale));

    private static readonly float logNormalizer = (float)-DoubleMath.Log(Math.PI * BaseScale * BaseScale);   // log 2 − log(2π 0.3²)

    private readonly float a, cos, sin;

    /// <param name="a">Finite.</param>
    /// <param name="theta">In radians, finite.</param>
    public FlowDensity(float a, float theta)
    {
        this.a = a;
        cos = (float)DoubleMath.Cos(theta);
        sin = (float)DoubleMath.Sin(theta);
    }

    /// <summary>log p on one row of the grid, columns by groups as <see cref="FlowGrid"/> lays them out.</summary>
    /// <param name="row">In [0, 100).</param>
    /// <param name="result">[12].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void LogDensity(int row, Span<Vector512<float>> result)
    {
        var u2 = FlowGrid.Unconstrained[row];
        var v1Row = Vector512.Create(sin * u2);
        var v2Row = Vector512.Create(MathF.FusedMultiplyAdd(cos, u2, 1));
        var constant = Vector512.Create(FlowGrid.LogDeterminant[row] + logNormalizer);
        var (cosine, minusSine, minusA) = (Vector512.Create(cos), Vector512.Create(-sin), Vector512.Create(-a));
        var columns = FlowGrid.UnconstrainedColumns;
        var logDeterminants = FlowGrid.LogDeterminantColumns;
        for (var t = 0; t < FlowGrid.PointsPerGroup; t++)
        {
            var v1 = Vector512.FusedMultiplyAdd(cosine, columns[t], v1Row);
            var square = v1 * v1;
            var h = Vector512.FusedMultiplyAdd(minusA, square, Vector512.FusedMultiplyAdd(minusSine, columns[t], v2Row));
            var norm = Vector512.FusedMultiplyAdd(h * 4f, h, square);
            result[t] = Vector512.FusedMultiplyAdd(Vector512.Create(MinusHalfPrecision), norm, logDeterminants[t] + constant);
        }
    }

    /// <summary>
    /// p on one row of the grid, columns by groups as <see cref="FlowGrid"/> lays them out. Less than e⁻⁸⁰ = 2·10⁻³⁵ counts as that, which no picture
    /// can tell from 0: below e⁻⁸⁷ the exponential is a subnormal number, and those cost the processor three times as much. Above e⁸ there is nothing on this grid.
    /// </summary>
    /// <param name="row">In [0, 100).</param>
    /// <param name="result">[12].</param>
    public void Density(int row, Span<Vector512<float>> result)
    {
        LogDensity(row, result);
        for (var t = 0; t < FlowGrid.PointsPerGroup; t++) result[t] = VectorMath.ExpOfModerate(Vector512.MaxNative(result[t], Vector512.Create(-80f)));
    }
}

/// <summary>
/// The 100 points of linspace(−1, 1), the grid along either axis, taken back through tanh once and for all: u = artanh x with its log-determinant
/// −log(1 − x²). At x = ±1, where nothing maps to, u is 0 and the log-determinant −∞: the density there is 0 and no formula meets ∞ − ∞.
/// <para>
/// 36 pixels over 99 cells make 4 pixels to 11 cells, so the axis is 9 equal groups, and columns are kept group by group:
/// lane q of vector t is column 11q + t for t in [0, 11], q in [0, 8]. Each group so has its neighbour's first column at hand as its own last,
/// and whatever happens along x happens lane by lane. Lanes from 9 on are off the grid, with density 0.
/// </para>
/// </summary>
internal static class FlowGrid
{
    public const int Size = 100, GroupCount = 9, CellsPerGroup = 11;

    /// <summary>The vectors of a row: the points of a group with both its ends.</summary>
    public const int PointsPerGroup = CellsPerGroup + 1;

    private static readonly float[] unconstrained = new float[Size];
    private static readonly float[] logDeterminant = new float[Size];
    private static readonly Vector512<float>[] unconstrainedColumns = new Vector512<float>[PointsPerGroup];
    private static readonly Vector512<float>[] logDeterminantColumns = new Vector512<float>[PointsPerGroup];

    static FlowGrid()
    {
        logDeterminant[0] = logDeterminant[^1] = float.NegativeInfinity;
        for (var i = 1; i < Size - 1; i++)
        {
            var x = -1 + i * (2.0 / (Size - 1));
            unconstrained[i] = (float)DoubleMath.Atanh(x);
            logDeterminant[i] = (float)-DoubleMath.Log1p(-x * x);
        }

        for (var t = 0; t < PointsPerGroup; t++)
        {
            var u = Vector512<float>.Zero;
            var logDet = Vector512.Create(float.NegativeInfinity);
            for (var q = 0; q < GroupCount; q++)
            {
                u = u.WithElement(q, unconstrained[CellsPerGroup * q + t]);
                logDet = logDet.WithElement(q, logDeterminant[CellsPerGroup * q + t]);
            }
            unconstrainedColumns[t] = u;
            logDeterminantColumns[t] = logDet;
        }
    }

    /// <summary>artanh of the points: [100].</summary>
    public static ReadOnlySpan<float> Unconstrained => unconstrained;

    /// <summary>−log(1 − x²) at the points: [100].</summary>
    public static ReadOnlySpan<float> LogDeterminant => logDeterminant;

    /// <summary>artanh of the points, a lane a group: [12].</summary>
    public static ReadOnlySpan<Vector512<float>> UnconstrainedColumns => unconstrainedColumns;

    /// <summary>−log(1 − x²) at the points, a lane a group: [12].</summary>
    public static ReadOnlySpan<Vector512<float>> LogDeterminantColumns => logDeterminantColumns;
}
