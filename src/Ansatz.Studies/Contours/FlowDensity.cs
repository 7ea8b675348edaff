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
