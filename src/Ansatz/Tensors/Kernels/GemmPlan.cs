namespace Ansatz.Tensors;

/// <summary>
/// How a product is cut: along the sum into blocks, a function of its length alone, and over the output into rectangles, which decide no bit
/// and so may depend on the number of threads.
/// </summary>
internal readonly record struct GemmPlan(int M, int N, int K, int RowPieces, int ColumnsAPiece)
{
    /// <summary>The length of a chain: longer sums are blocks of this many terms, combined by <see cref="BlockTree"/>.</summary>
    public const int BlockLength = 4096;

    /// <summary>Multiply-adds below which a piece is not worth another thread's attention: about two microseconds.</summary>
    private const long SmallestPiece = 256 * 1024;

    /// <summary>So many rows stay together; of more, a piece takes about 48.</summary>
    private const int MostRows = 256, RowsOfMany = 48;

    /// <summary>
    /// Sums so short leave the rows of a small A together, too, where a thread's columns are many: pieces of rows share packed columns, which would pass from core
    /// to core. 512 KB of A stay in the second cache.
    /// </summary>
    private const int ShortSum = 128, SmallRows = 128 * 1024, ManyColumns = 3 * Tile.Columns;

    /// <summary>Writing an output costs as much as so many multiply-adds.</summary>
    private const int OutputCost = 32;

    public int BlockCount => Math.Max(1, (K + BlockLength - 1) / BlockLength);

    /// <summary>How many rows the longest piece has.</summary>
    public int RowsAPiece => (RowTiles + RowPieces - 1) / RowPieces * Tile.Rows;

    public int ColumnPieces => (N + ColumnsAPiece - 1) / ColumnsAPiece;

    public int PieceCount => RowPieces * ColumnPieces * BlockCount;

    private int RowTiles => (M + Tile.Rows - 1) / Tile.Rows;

    public static GemmPlan Of(int m, int n, int k)
    {
        var plan = new GemmPlan(m, n, k, 1, n);
        // As many pieces for each thread, so that all are done at once.
        var staysTogether = k <= ShortSum && (long)m * k <= SmallRows && n >= ManyColumns * ForkJoin.ThreadCount;
        if (m > MostRows && !staysTogether) plan = plan with { RowPieces = Math.Min(plan.RowTiles, RoundUp((m + RowsOfMany - 1) / RowsOfMany, ForkJoin.ThreadCount)) };
        var narrowest = m <= Tile.WideRows ? 3 * Tile.Columns : Tile.Columns;
        var enough = ForkJoin.ThreadCount == 1 ? 1 : 4 * ForkJoin.ThreadCount;
        while (plan.PieceCount < enough && (long)plan.RowsAPiece * plan.ColumnsAPiece * Math.Clamp(k, OutputCost, BlockLength) > 2 * SmallestPiece)
        {
            if (plan.ColumnsAPiece > narrowest) plan = plan with { ColumnsAPiece = RoundUp(plan.ColumnsAPiece / 2, narrowest) };
            else if (plan.RowsAPiece > Tile.Rows) plan = plan with { RowPieces = Math.Min(plan.RowTiles, 2 * plan.RowPieces) };
            else break;
        }
        return plan;
    }

    /// <summary>Where a piece's rows begin: whole tiles, dealt out evenly.</summary>
    public int FirstRow(int piece) => (int)Math.Min(M, (long)RowTiles * piece / RowPieces * Tile.Rows);

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
