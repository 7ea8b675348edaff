namespace Ansatz.Tensors;

/// <summary>One piece of a matrix product: a rectangle of the output, for one block of the summed dimension.</summary>
internal readonly unsafe struct GemmPiece : IParallelBody
{
    /// <summary>Terms taken at a time, so that a panel of B (32 KB) stays in the first cache while all row tiles pass over it.</summary>
    private const int ChunkLength = 256;

    private readonly int m, n, k, blockLength, rowsAPiece, columnsAPiece, rowPieces, columnPieces;
    private readonly float* a, b, c, partials;
    private readonly nint aRow, aColumn, bRow, bColumn, cRow;
    private readonly bool accumulate;
    private readonly Epilogue epilogue;

    public GemmPiece(
        int m, int n, int k, int blockLength, float* a, nint aRow, nint aColumn, float* b, nint bRow, nint bColumn, float* c, nint cRow,
        float* partials, bool accumulate, in Epilogue epilogue)
    {
        (this.m, this.n, this.k, this.blockLength) = (m, n, k, blockLength);
        this.a = a;
        this.b = b;
        this.c = c;
        this.partials = partials;
        (this.aRow, this.aColumn, this.bRow, this.bColumn, this.cRow) = (aRow, aColumn, bRow, bColumn, cRow);
        (this.accumulate, this.epilogue) = (accumulate, epilogue);
        rowsAPiece = 120;
        columnsAPiece = 256;
        // Small products: halve the pieces until every thread has some, as long as each is worth handing out.
        rowPieces = (m + rowsAPiece - 1) / rowsAPiece;
        columnPieces = (n + columnsAPiece - 1) / columnsAPiece;
    }

    public int PieceCount => rowPieces * columnPieces;

    public void Invoke(int index)
    {
        var block = index / PieceCount;
        var piece = index % PieceCount;
        var row = piece % rowPieces * rowsAPiece;
        var column = piece / rowPieces * columnsAPiece;
        var start = block * blockLength;
        var end = Math.Min(k, start + blockLength);
        var target = block == 0 ? c : partials + (nint)(block - 1) * m * n;
        var targetRow = block == 0 ? cRow : n;
        var finish = blockLength >= k && !epilogue.IsNone;
        var p = start;
        do
        {
            var length = Math.Min(ChunkLength, end - p);
            var continued = p > start || (accumulate && block == 0);
            MultiplyChunk(row, Math.Min(m, row + rowsAPiece), column, Math.Min(n, column + columnsAPiece), p, length, target, targetRow,
                continued, finish && p + length == end);
            p += length;
        }
        while (p < end);
    }

    private void MultiplyChunk(int rowStart, int rowEnd, int columnStart, int columnEnd, int p, int length, float* target, nint targetRow, bool continued, bool finish)
    {
        var rowsOfA = stackalloc float*[Tile.Rows];
        var rowsOfC = stackalloc float*[Tile.Rows];
        var packed = Scratch.Floats(ScratchUse.Panel, ChunkLength * Tile.Columns);
        for (var column = columnStart; column < columnEnd; column += Tile.Columns)
        {
            var columns = Math.Min(Tile.Columns, columnEnd - column);
            Panels.Pack(b + p * bRow + column * bColumn, bRow, bColumn, length, columns, packed);
            var walk = Walk.Straight(length, aColumn, Tile.Width(columns));
            for (var row = rowStart; row < rowEnd; row += Tile.Rows)
            {
                var rows = Math.Min(Tile.Rows, rowEnd - row);
                for (var i = 0; i < rows; i++)
                {
                    rowsOfA[i] = a + (row + i) * aRow + p * aColumn;
                    rowsOfC[i] = target + (row + i) * targetRow + column;
                }
                Tile.Multiply(rowsOfA, packed, walk, rowsOfC, rows, columns, continued);
                if (finish) epilogue.Apply(rowsOfC, rows, column, columns);
            }
        }
    }
}
