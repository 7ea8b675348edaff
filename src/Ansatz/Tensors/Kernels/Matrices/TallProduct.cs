namespace Ansatz.Tensors;

/// <summary>
/// C = A·B for many rows and short sums, where the columns of A are contiguous, as in the gradient of a large layer's weights. Memory limits its speed:
/// consecutive cache lines of a row block are one column of A apart. If that distance is a multiple of the page size, they all map to one set of the cache.
/// Therefore each row block of A is packed first, and the next row block and the next rows of C are prefetched while a tile computes. The chains, and so the
/// bits, are those of any other product.
/// </summary>
/// <param name="m">Rows of A.</param>
/// <param name="n">Columns of B.</param>
/// <param name="k">Terms per sum.</param>
/// <param name="tiles">Row tiles per row block, at most 16.</param>
/// <param name="a">A.</param>
/// <param name="packedB">B, as <see cref="PackedColumns"/> packs it.</param>
/// <param name="c">C, or null if the caller receives each row block.</param>
/// <param name="cRow">Floats from one row of C to the next.</param>
/// <param name="accumulate">Whether the sums start from the values in C.</param>
internal readonly unsafe struct TallProduct(int m, int n, int k, int tiles, Matrix a, float* packedB, float* c, nint cRow, bool accumulate) : IParallelBody
{
    private const int Line = 16;

    public static bool Suits(int m, int n, int k, in Matrix a) => IsShort(k, a) && (long)m * n >= SpeedConstants.Tall.SmallestOutput && m > n;

    /// <summary>Whether it pays to compute row blocks that the caller uses at once, instead of the whole product.</summary>
    public static bool SuitsRowBlocks(int m, int n, int k, in Matrix a) =>
        IsShort(k, a) && Math.Min(m, n) >= Tile.Columns && (long)m * n >= SpeedConstants.Tall.SmallestUpdate;

    private static bool IsShort(int k, in Matrix a) => a.Row == 1 && k is > 0 and <= SpeedConstants.Tall.LongestSum;

    public static void Run(int m, int n, int k, in Matrix a, in Matrix b, float* c, nint cRow, bool accumulate)
    {
        var product = new TallProduct(m, n, k, SpeedConstants.Tall.MostTiles, a, PackedColumns.Pack(b, k, n), c, cRow, accumulate);
        ForkJoin.For(product.RowBlockCount, product);
    }

    /// <summary>The product without an output array, for callers that compute one row block at a time. B stays packed until this thread packs another operand.</summary>
    public static TallProduct InRowBlocks(int m, int n, int k, in Matrix a, in Matrix b)
    {
        var fair = m / (SpeedConstants.Tall.BlocksPerThread * ForkJoin.ThreadCount * Tile.Rows); // several row blocks per thread
        var tiles = Math.Clamp(Math.Min(fair, SpeedConstants.Tall.UpdateFloats / (n * Tile.Rows)), 1, SpeedConstants.Tall.MostTiles);
        return new TallProduct(m, n, k, tiles, a, PackedColumns.Pack(b, k, n), null, n, accumulate: false);
    }

    /// <summary>Rows per block.</summary>
    public int RowsPerBlock => tiles * Tile.Rows;

    public int RowBlockCount => (m + RowsPerBlock - 1) / RowsPerBlock;

    public void Invoke(int index) => Compute(index, c + (nint)index * RowsPerBlock * cRow);

    /// <summary>Computes the rows of one block; the first row is written to <paramref name="to"/>.</summary>
    public void Compute(int index, float* to)
    {
        var packed = Scratch.Floats(ScratchUse.Rows, RowsPerBlock * k);
        var rowsOfA = stackalloc float*[Tile.Rows];
        var rowsOfC = stackalloc float*[Tile.Rows];
        int first = index * RowsPerBlock, end = Math.Min(m, first + RowsPerBlock);
        for (var p = 0; p < k; p++) Blocks.Copy(a.At(first, p), packed + p * RowsPerBlock, end - first);
        for (var row = first; row < end; row += Tile.Rows)
        {
            var rows = Math.Min(Tile.Rows, end - row);
            int tile = (row - first) / Tile.Rows, prefetched = tile * k / tiles;
            Prefetch.Rectangle(a.At(end, prefetched), (tile + 1) * k / tiles - prefetched, a.Column, (RowsPerBlock + Line - 1) / Line, Line);
            for (var column = 0; column < n; column += Tile.Columns)
            {
                var columns = Math.Min(Tile.Columns, n - column);
                for (var i = 0; i < rows; i++)
                {
                    rowsOfA[i] = packed + (row - first) + i;
                    rowsOfC[i] = to + (row - first + i) * cRow + column;
                }
                Prefetch.Rectangle(rowsOfC[0] + Tile.Rows * cRow, Tile.Rows, cRow, 2, Line);
                Tile.Multiply(rowsOfA, packedB + (nint)column * k, TermStrides.SingleRun(k, RowsPerBlock, Tile.Width(columns)), rowsOfC, rows, columns, accumulate);
            }
        }
    }
}
