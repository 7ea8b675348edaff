namespace Ansatz.Tensors;

/// <summary>
/// C = A·B for many rows and short sums, where the columns of A are contiguous, as in the gradient of a large layer's weights. What costs time is
/// memory: A's lines lie a whole column apart, and if that is a multiple of the page size they all compete for one set of the cache, so a stretch of
/// each column is packed first; the next stretch and the next rows of C are asked for while a tile is busy. The chains are those of any other
/// product, and so are the bits.
/// </summary>
internal readonly unsafe struct TallProduct(int m, int n, int k, Matrix a, float* packedB, float* c, nint cRow, bool accumulate) : IParallelBody
{
    private const int Tiles = 16, Line = 16;

    /// <summary>Rows formed at a time.</summary>
    public const int Stretch = Tiles * Tile.Rows;

    private const int LongestSum = 128;

    /// <summary>16 MB: a smaller output is likely to be in cache.</summary>
    private const long SmallestOutput = 1 << 22;

    public static bool Suits(int m, int n, int k, in Matrix a) => a.Row == 1 && k is > 0 and <= LongestSum && (long)m * n >= SmallestOutput && m > n;

    public static void Run(int m, int n, int k, in Matrix a, in Matrix b, float* c, nint cRow, bool accumulate) =>
        ForkJoin.For(Stretches(m), new TallProduct(m, n, k, a, PackedColumns.Pack(b, k, n), c, cRow, accumulate));

    /// <summary>The product without an output, for pieces that form a stretch of it each; B stays packed until this thread packs another.</summary>
    public static TallProduct Unformed(int m, int n, int k, in Matrix a, in Matrix b) => new(m, n, k, a, PackedColumns.Pack(b, k, n), null, n, accumulate: false);

    public static int Stretches(int m) => (m + Stretch - 1) / Stretch;

    public void Invoke(int index) => Form(index, c + index * Stretch * cRow);

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
            int tile = (row - first) / Tile.Rows, asked = tile * k / Tiles;
            Prefetching.Rectangle(a.At(end, asked), (tile + 1) * k / Tiles - asked, a.Column, Stretch / Line, Line);
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
