namespace Ansatz.Tensors;

/// <summary>
/// How a product is divided. The sum is divided into blocks, by its length alone. The output is divided into rectangles, which decide no bit and so
/// may depend on the number of threads.
/// </summary>
internal readonly record struct GemmPlan(int M, int N, int K, int RowPieces, int ColumnsPerPiece)
{
    /// <summary>Multiply-adds per piece below which a second thread does not pay: about two microseconds.</summary>
    private const long SmallestPiece = 256 * 1024;

    /// <summary>Up to 256 rows form one piece; beyond that, a piece has about 48 rows.</summary>
    private const int MostRows = 256, RowsOfMany = 48;

    /// <summary>
    /// If K is short, A small and N large, the rows are not divided: row pieces would share the packed B across cores. The 512 KB of A stay in the
    /// second-level cache.
    /// </summary>
    private const int ShortSum = 128, SmallRows = 128 * 1024, ManyColumns = 3 * Tile.Columns;

    /// <summary>The cost of writing one output, in multiply-adds.</summary>
    private const int OutputCost = 32;

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
        var isOneRowPiece = k <= ShortSum && (long)m * k <= SmallRows && n >= ManyColumns * ForkJoin.ThreadCount;
        if (m > MostRows && !isOneRowPiece) plan = plan with { RowPieces = Math.Min(plan.RowTiles, RoundUp((m + RowsOfMany - 1) / RowsOfMany, ForkJoin.ThreadCount)) };
        var narrowest = m <= Tile.WideRows ? 3 * Tile.Columns : Tile.Columns;
        var enough = ForkJoin.ThreadCount == 1 ? 1 : 4 * ForkJoin.ThreadCount;
        while (plan.PieceCount < enough && (long)plan.RowsPerPiece * plan.ColumnsPerPiece * Math.Clamp(k, OutputCost, BitConstants.ProductBlock) > 2 * SmallestPiece)
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
