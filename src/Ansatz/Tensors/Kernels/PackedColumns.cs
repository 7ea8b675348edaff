namespace Ansatz.Tensors;

/// <summary>A whole right operand in panels: [panel of 32 columns][row][32], the last panel 16 or 32 wide.</summary>
internal static unsafe class PackedColumns
{
    private const int RowsAPiece = 256;

    public static float* Pack(in Matrix b, int rows, int columns)
    {
        var panels = (columns + Tile.Columns - 1) / Tile.Columns;
        var packed = Scratch.Floats(ScratchUse.Weights, (nint)rows * panels * Tile.Columns);
        ForkJoin.For((rows + RowsAPiece - 1) / RowsAPiece, new Body(b, rows, columns, packed));
        return packed;
    }

    private readonly struct Body(Matrix b, int rows, int columns, float* packed) : IParallelBody
    {
        public void Invoke(int index)
        {
            var row = index * RowsAPiece;
            var depth = Math.Min(RowsAPiece, rows - row);
            for (var column = 0; column < columns; column += Tile.Columns)
            {
                var count = Math.Min(Tile.Columns, columns - column);
                Panels.Pack(b.At(row, column), b.Row, b.Column, depth, count, packed + (nint)column * rows + (nint)row * Tile.Width(count));
            }
        }
    }
}
