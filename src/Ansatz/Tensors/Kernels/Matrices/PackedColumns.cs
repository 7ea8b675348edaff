namespace Ansatz.Tensors;

/// <summary>Packs all of B into panels: [panel of 32 columns][row][32]. The last panel is 16 or 32 columns wide.</summary>
internal static unsafe class PackedColumns
{
    public static float* Pack(in Matrix b, int rows, int columns)
    {
        var panels = (columns + Tile.Columns - 1) / Tile.Columns;
        var packed = Scratch.Floats(ScratchUse.Weights, (nint)rows * panels * Tile.Columns);
        var rowsPerPiece = b.Column == 1 ? SpeedConstants.Gemm.CopiedRowsPerPiece : SpeedConstants.Gemm.TransposedRowsPerPiece;
        ForkJoin.For((rows + rowsPerPiece - 1) / rowsPerPiece, new Body(b, rows, columns, rowsPerPiece, packed));
        return packed;
    }

    private readonly struct Body(Matrix b, int rows, int columns, int rowsPerPiece, float* packed) : IParallelBody
    {
        public void Invoke(int index)
        {
            var row = index * rowsPerPiece;
            var depth = Math.Min(rowsPerPiece, rows - row);
            for (var column = 0; column < columns; column += Tile.Columns)
            {
                var count = Math.Min(Tile.Columns, columns - column);
                Panels.Pack(b.At(row, column), b.Row, b.Column, depth, count, packed + (nint)column * rows + (nint)row * Tile.Width(count));
            }
        }
    }
}
