namespace Ansatz.Tensors;

/// <summary>
/// How a product is divided. The sum is divided into blocks, by its length alone. The output is divided into rectangles, which decide no bit and so
/// may depend on the number of threads.
/// </summary>
internal readonly record struct GemmPlan(int M, int N, int K, int RowPieces, int ColumnsPerPiece)
{
    public int BlockCount => Math.Max(1, (K + BitConstants.ProductBlock - 1) / BitConstants.ProductBlock);

    /// <summary>Rows of the longest piece.</summary>
    public int RowsPerPiece => (RowTiles + RowPieces - 1) / RowPieces * Tile.Rows;

    public int ColumnPieces => (N + ColumnsPerPiece - 1) / ColumnsPerPiece;

    public int PieceCount => RowPieces * ColumnPieces * BlockCount;

    private int RowTiles => (M + Tile.Rows - 1) / Tile.Rows;

    public static GemmPlan Of(int m, int n, int k)
    {
        var plan = new GemmPlan(m, n, k, 1, n);
        // The number of pieces is a multiple of the number of threads, so that all threads finish at the same time.
        var isOneRowPiece = k <= SpeedConstants.Gemm.ShortSum && (long)m * k <= SpeedConstants.Gemm.SmallRows && n >= SpeedConstants.Gemm.ManyColumns * ForkJoin.ThreadCount;
        if (m > SpeedConstants.Gemm.MostRows && !isOneRowPiece) plan = plan with { RowPieces = Math.Min(plan.RowTiles, RoundUp((m + SpeedConstants.Gemm.RowsOfMany - 1) / SpeedConstants.Gemm.RowsOfMany, ForkJoin.ThreadCount)) };
        var narrowest = m <= Tile.WideRows ? 3 * Tile.Columns : Tile.Columns;
        var enough = ForkJoin.ThreadCount == 1 ? 1 : SpeedConstants.Gemm.PiecesPerThread * ForkJoin.ThreadCount;
        while (plan.PieceCount < enough && (long)plan.RowsPerPiece * plan.ColumnsPerPiece * Math.Clamp(k, SpeedConstants.Gemm.OutputCost, BitConstants.ProductBlock) > 2 * SpeedConstants.Regions.SmallestProduct)
        {
            if (plan.ColumnsPerPiece > narrowest) plan = plan with { ColumnsPerPiece = RoundUp(plan.ColumnsPerPiece / 2, narrowest) };
            else if (plan.RowsPerPiece > Tile.Rows) plan = plan with { RowPieces = Math.Min(plan.RowTiles, 2 * plan.RowPieces) };
            else break;
        }
        return plan;
    }

    /// <summary>The first row of a piece: the tiles are divided evenly.</summary>
    public int FirstRow(int piece) => (int)Math.Min(M, (long)RowTiles * piece / RowPieces * Tile.Rows);

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
