namespace Ansatz.Tensors;

/// <summary>
/// C = A·B for many rows and short sums, where the columns of A are contiguous, as in the gradient of a large layer's weights. What costs time is
/// memory: A's lines lie a whole column apart, and if that is a multiple of the page size they all compete for one set of the cache, so a stretch of
/// each column is packed first; the next stretch and the next rows of C are asked for while a tile is busy. The chains are those of any other
/// product, and so are the bits.
/// </summary>
/// <param name="m">Rows of A.</param>
/// <param name="n">Columns of B.</param>
/// <param name="k">The length of a sum.</param>
/// <param name="tiles">How many tiles of rows make a stretch, 16 at most.</param>
/// <param name="a">A.</param>
/// <param name="packedB">B, as <see cref="PackedColumns"/> packs it.</param>
/// <param name="c">C, or null where it is formed stretch by stretch somewhere else.</param>
/// <param name="cRow">Floats from one row of C to the next.</param>
/// <param name="accumulate">Whether C already holds the sums' beginnings.</param>
internal readonly unsafe struct TallProduct(int m, int n, int k, int tiles, Matrix a, float* packedB, float* c, nint cRow, bool accumulate) : IParallelBody
{
    private const int MostTiles = 16, Line = 16;

    private const int LongestSum = 128;

    /// <summary>A stretch that is used up at once takes 256 KB at most, so that it stays in the second cache.</summary>
    private const int MostFloatsUnformed = 1 << 16;

    /// <summary>4 MB: a smaller output that is used up at once is not worth the trouble.</summary>
    private const long SmallestUnformed = 1 << 20;

    /// <summary>16 MB: a smaller output is likely to be in cache.</summary>
    private const long SmallestOutput = 1 << 22;

    public static bool Suits(int m, int n, int k, in Matrix a) => IsShort(k, a) && (long)m * n >= SmallestOutput && m > n;

    /// <summary>Whether forming it in stretches, for whoever uses each up at once, saves more than it costs.</summary>
    public static bool SuitsUnformed(int m, int n, int k, in Matrix a) =>
        IsShort(k, a) && Math.Min(m, n) >= Tile.Columns && (long)m * n >= SmallestUnformed;

    private static bool IsShort(int k, in Matrix a) => a.Row == 1 && k is > 0 and <= LongestSum;

    public static void Run(int m, int n, int k, in Matrix a, in Matrix b, float* c, nint cRow, bool accumulate)
    {
        var product = new TallProduct(m, n, k, MostTiles, a, PackedColumns.Pack(b, k, n), c, cRow, accumulate);
        ForkJoin.For(product.StretchCount, product);
    }

    /// <summary>The product without an output, for pieces that form a stretch of it each; B stays packed until this thread packs another.</summary>
    public static TallProduct Unformed(int m, int n, int k, in Matrix a, in Matrix b)
    {
        var fair = m / (4 * ForkJoin.ThreadCount * Tile.Rows); // some stretches for each thread
        var tiles = Math.Clamp(Math.Min(fair, MostFloatsUnformed / (n * Tile.Rows)), 1, MostTiles);
        return new TallProduct(m, n, k, tiles, a, PackedColumns.Pack(b, k, n), null, n, accumulate: false);
    }

    /// <summary>Rows formed at a time.</summary>
    public int Stretch => tiles * Tile.Rows;

    public int StretchCount => (m + Stretch - 1) / Stretch;

    public void Invoke(int index) => Form(index, c + (nint)index * Stretch * cRow);

    /// <summary>Forms the rows of one stretch, the first of them at <paramref name="to"/>.</summary>
    public void Form(int index, float* to)
    {
        var packed = Scratch.Floats(ScratchUse.Rows, Stretch * k);
        var rowsOfA = stackalloc float*[Tile.Rows];
        var rowsOfC = stackalloc float*[Tile.Rows];
        int first = index * Stretch, end = Math.Min(m, first + Stretch);
        for (var p = 0; p < k; p++) Blocks.Copy(a.At(first, p), packed + p * Stretch, end - first);
        for (var row = first; row < end; row += Tile.Rows)
        {
            var rows = Math.Min(Tile.Rows, end - row);
            int tile = (row - first) / Tile.Rows, asked = tile * k / tiles;
            Prefetching.Rectangle(a.At(end, asked), (tile + 1) * k / tiles - asked, a.Column, (Stretch + Line - 1) / Line, Line);
            for (var column = 0; column < n; column += Tile.Columns)
            {
                var columns = Math.Min(Tile.Columns, n - column);
                for (var i = 0; i < rows; i++)
                {
                    rowsOfA[i] = packed + (row - first) + i;
                    rowsOfC[i] = to + (row - first + i) * cRow + column;
                }
                Prefetching.Rectangle(rowsOfC[0] + Tile.Rows * cRow, Tile.Rows, cRow, 2, Line);
                Tile.Multiply(rowsOfA, packedB + (nint)column * k, Walk.Straight(k, Stretch, Tile.Width(columns)), rowsOfC, rows, columns, accumulate);
            }
        }
    }
}
