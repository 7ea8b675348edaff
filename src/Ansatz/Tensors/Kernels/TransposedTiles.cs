using System.Runtime.CompilerServices;

namespace Ansatz.Tensors;

/// <summary>
/// A <see cref="TransposedProduct"/> whose sums are one block each: four tiles of Cᵀ at a time, 48 columns of C by up to 32 rows, are turned round in the
/// first cache and reach C as whole lines, while the next part of B and the lines of C are on their way. At 32 rows the gradient by the input of a layer from
/// 331,776 to 128 features takes half the time that it takes to make Cᵀ in memory first.
/// </summary>
internal readonly unsafe struct TransposedTiles(int m, int n, int k, int pieces, float* packedA, Matrix b, float* c, nint cRow, Epilogue epilogue)
    : IParallelBody
{
    private const int Stretch = 4 * Tile.Rows, Line = 16;

    /// <summary>A thread's pieces: enough for one that is held up to leave some to the others.</summary>
    private const int MostPieces = 16;

    /// <summary>Multiply-adds worth another thread's attention: about two microseconds.</summary>
    private const int SmallestPiece = 256 * 1024;

    /// <summary>Terms taken at a time: a panel of A takes 64 KB.</summary>
    private const int LongestChunk = 512;

    public static void Run(int m, int n, int k, in Matrix a, in Matrix b, float* c, nint cRow, in Epilogue epilogue)
    {
        var packedA = PackedColumns.Pack(new Matrix(a.Data, a.Column, a.Row), k, m);
        int stretches = Pieces.Count(n, Stretch), threads = ForkJoin.ThreadCount;
        // As many pieces for each thread, of the same size within a line.
        var each = Math.Max(Pieces.Count(stretches, MostPieces * threads), Pieces.Count(SmallestPiece, (long)Stretch * m * k));
        var pieces = each >= stretches ? 1 : Pieces.Count(Pieces.Count(stretches, each), threads) * threads;
        ForkJoin.For(pieces, new TransposedTiles(m, n, k, pieces, packedA, b, c, cRow, epilogue));
    }

    public void Invoke(int index)
    {
        var end = FirstColumn(index + 1);
        for (var column = FirstColumn(index); column < end; column += Stretch) Form(column, Math.Min(Stretch, end - column));
    }

    /// <summary>Where a piece's columns begin: whole lines of C, dealt out evenly.</summary>
    private int FirstColumn(int piece) => (int)Math.Min(n, (long)((n + Line - 1) / Line) * piece / pieces * Line);

    [SkipLocalsInit]
    private void Form(int column, int columns)
    {
        var turned = stackalloc float[Tile.Columns * Stretch];
        for (var row = 0; row < m; row += Tile.Columns)
        {
            var rows = Math.Min(Tile.Columns, m - row);
            Prefetching.RectangleNearby(c + row * cRow + column, rows, cRow, (columns + Line - 1) / Line, Line);
            Multiply(row, rows, column, columns, turned);
            for (var i = 0; i < rows; i++)
            {
                var from = turned + i * Stretch;
                if (!epilogue.IsNone) epilogue.Apply(from, column, columns);
                Blocks.Copy(from, c + (row + i) * cRow + column, columns);
            }
        }
    }

    /// <summary>turned[i, j] = C[row + i, column + j]; its rows are <see cref="Stretch"/> apart.</summary>
    [SkipLocalsInit]
    private void Multiply(int row, int rows, int column, int columns, float* turned)
    {
        var product = stackalloc float[Stretch * Tile.Columns];
        var rowsOfB = stackalloc float*[Tile.Rows];
        var rowsOfProduct = stackalloc float*[Tile.Rows];
        var width = Tile.Width(rows);
        for (var p = 0; p < k; p += LongestChunk)
        {
            var panel = packedA + (nint)row * k + p * width;
            var walk = Walk.Straight(Math.Min(LongestChunk, k - p), 1, width);
            for (var j = 0; j < columns; j += Tile.Rows)
            {
                var count = Math.Min(Tile.Rows, columns - j);
                for (var i = 0; i < count; i++)
                {
                    rowsOfB[i] = b.At(p, column + j + i);
                    rowsOfProduct[i] = product + (j + i) * Tile.Columns;
                }
                if (row == 0) walk.Ahead = (nint)(Ahead(column, p, walk.Length, j / Tile.Rows) - panel);
                Tile.Multiply(rowsOfB, panel, walk, rowsOfProduct, count, rows, p > 0);
            }
        }
        Panels.Transpose(product, Tile.Columns, columns, rows, turned, Stretch);
    }

    /// <summary>
    /// What a tile asks for while it is busy, a line each step: its part of what the next columns of C need, which is half as long again as a panel where
    /// the columns of B follow each other. Tiles share the lines by pairs.
    /// </summary>
    private float* Ahead(int column, int start, int length, int tile) =>
        b.At(0, column + Stretch) + (nint)Stretch * start + tile / 2 * Tile.Columns * length + tile % 2 * Line;
}
