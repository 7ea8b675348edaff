namespace Ansatz.Tensors;

/// <summary>
/// How a product is cut: along the sum into blocks, a function of its length alone, and over the output into rectangles, which decide no bit
/// and so may depend on the number of threads.
/// </summary>
internal readonly record struct GemmPlan(int M, int N, int K, int RowsAPiece, int ColumnsAPiece)
{
    /// <summary>The length of a chain: longer sums are blocks of this many terms, combined by <see cref="BlockTree"/>.</summary>
    public const int BlockLength = 4096;

    /// <summary>Multiply-adds below which a piece is not worth another thread's attention: about two microseconds.</summary>
    private const long SmallestPiece = 256 * 1024;

    public int BlockCount => Math.Max(1, (K + BlockLength - 1) / BlockLength);

    public int RowPieces => (M + RowsAPiece - 1) / RowsAPiece;

    public int ColumnPieces => (N + ColumnsAPiece - 1) / ColumnsAPiece;

    public int PieceCount => RowPieces * ColumnPieces * BlockCount;

    public static GemmPlan Of(int m, int n, int k)
    {
        var plan = new GemmPlan(m, n, k, m <= 256 ? m : 48, n);
        var narrowest = m <= Tile.WideRows ? 3 * Tile.Columns : Tile.Columns;
        var enough = ForkJoin.ThreadCount == 1 ? 1 : 6 * ForkJoin.ThreadCount;
        while (plan.PieceCount < enough && (long)plan.RowsAPiece * plan.ColumnsAPiece * Math.Min(k, BlockLength) > 2 * SmallestPiece)
        {
            if (plan.ColumnsAPiece > narrowest) plan = plan with { ColumnsAPiece = RoundUp(plan.ColumnsAPiece / 2, narrowest) };
            else if (plan.RowsAPiece > Tile.Rows) plan = plan with { RowsAPiece = RoundUp(plan.RowsAPiece / 2, Tile.Rows) };
            else break;
        }
        return plan;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
