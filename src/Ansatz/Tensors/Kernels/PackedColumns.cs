namespace Ansatz.Tensors;

/// <summary>A whole right operand in panels: [panel of 32 columns][row][32], the last panel 16 or 32 wide.</summary>
internal static unsafe class PackedColumns
{
    /// <summary>
    /// Contiguous rows are read side by side, as so many streams; contiguous columns are turned round four lines of memory at a time. Both are short
    /// enough for threads to share the packing of 128 rows.
    /// </summary>
    private const int RowsTogether = 16, RowsTurned = 64;

    public static float* Pack(in Matrix b, int rows, int columns)
    {
        var panels = (columns + Tile.Columns - 1) / Tile.Columns;
        var packed = Scratch.Floats(ScratchUse.Weights, (nint)rows * panels * Tile.Columns);
        var rowsAPiece = b.Column == 1 ? RowsTogether : RowsTurned;
        ForkJoin.For((rows + rowsAPiece - 1) / rowsAPiece, new Body(b, rows, columns, rowsAPiece, packed));
        return packed;
    }

    private readonly struct Body(Matrix b, int rows, int columns, int rowsAPiece, float* packed) : IParallelBody
    {
        public void Invoke(int index)
        {
            var row = index * rowsAPiece;
            var depth = Math.Min(rowsAPiece, rows - row);
            for (var column = 0; column < columns; column += Tile.Columns)
            {
                var count = Math.Min(Tile.Columns, columns - column);
                Panels.Pack(b.At(row, column), b.Row, b.Column, depth, count, packed + (nint)column * rows + (nint)row * Tile.Width(count));
            }
        }
    }
}
