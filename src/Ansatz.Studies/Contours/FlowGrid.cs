namespace Ansatz.Studies.Contours;

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
    public const int Size = 100;
    public const int GroupCount = 9;
    public const int CellsPerGroup = 11;

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
