namespace Ansatz.Tensors;

/// <summary>One piece of a matrix product: a rectangle of the output, for one block of the sum.</summary>
internal readonly unsafe struct GemmPiece : IParallelBody
{
    /// <summary>Terms taken at a time: a panel of B takes 64 KB and stays in the second cache while all row tiles pass over it.</summary>
    private const int ChunkLength = 512;

    private readonly GemmPlan plan;
    private readonly Matrix a, b;
    private readonly float* packedColumns, c, partials;
    private readonly nint cRow;
    private readonly bool accumulate, packRows, direct;
    private readonly Epilogue epilogue;

    public GemmPiece(
        in GemmPlan plan, in Matrix a, in Matrix b, float* packedColumns, float* c, nint cRow, float* partials, bool accumulate, in Epilogue epilogue)
    {
        (this.plan, this.a, this.b, this.accumulate, this.epilogue, this.cRow) = (plan, a, b, accumulate, epilogue, cRow);
        this.packedColumns = packedColumns;
        this.c = c;
        this.partials = partials;
        packRows = a.Column == 1 && plan.M > Tile.WideRows && plan.ColumnsAPiece > 2 * Tile.Columns;
        direct = packedColumns == null && ReadsDirectly(b, plan.M, plan.N);
    }

    /// <summary>
    /// Whether tiles read B where it lies: copying it would cost too much beside the few row tiles, or it lies in one panel already.
    /// </summary>
    public static bool ReadsDirectly(in Matrix b, int rows, int columns) =>
        b.Column == 1 && ((columns is 16 or 32 && b.Row == columns) || (rows <= 3 * Tile.Rows && columns % Tile.Columns is 0 or 16));

    public void Invoke(int index)
    {
        var block = index % plan.BlockCount;
        var piece = index / plan.BlockCount;
        var row = piece % plan.RowPieces * plan.RowsAPiece;
        var column = piece / plan.RowPieces * plan.ColumnsAPiece;
        var start = block * GemmPlan.BlockLength;
        var end = Math.Min(plan.K, start + GemmPlan.BlockLength);
        var target = block == 0 ? c : partials + (nint)(block - 1) * plan.M * plan.N;
        var targetRow = block == 0 ? cRow : plan.N;
        var p = start;
        do
        {
            var length = Math.Min(ChunkLength, end - p);
            var continued = p > start || (accumulate && block == 0);
            var finish = p + length == end && !epilogue.IsNone;
            AddChunk(row, Math.Min(plan.M, row + plan.RowsAPiece), column, Math.Min(plan.N, column + plan.ColumnsAPiece), p, length, target, targetRow, continued, finish);
            p += length;
        }
        while (p < end);
    }

    private void AddChunk(
        int rowStart, int rowEnd, int columnStart, int columnEnd, int p, int length, float* target, nint targetRow, bool continued, bool finish)
    {
        var rowsOfA = stackalloc float*[Tile.Rows];
        var rowsOfC = stackalloc float*[Tile.Rows];
        var packedRows = packRows ? PackRows(rowStart, rowEnd, p, length) : null;
        if (plan.M <= Tile.WideRows && b.Column == 1)
        {
            var columns = (columnEnd - columnStart) & -16;
            for (var i = 0; i < plan.M; i++)
            {
                rowsOfA[i] = a.At(i, p);
                rowsOfC[i] = target + i * targetRow + columnStart;
            }
            Tile.MultiplyWide(rowsOfA, b.At(p, columnStart), Walk.Straight(length, a.Column, b.Row), rowsOfC, plan.M, columns, continued);
            if (finish) epilogue.Apply(rowsOfC, plan.M, columnStart, columns);
            columnStart += columns;
        }
        for (var column = columnStart; column < columnEnd; column += Tile.Columns)
        {
            var columns = Math.Min(Tile.Columns, columnEnd - column);
            var panel = direct ? b.At(p, column) : PanelOf(column, columns, p, length);
            var walk = Walk.Straight(length, packRows ? Tile.Rows : a.Column, direct ? b.Row : Tile.Width(columns));
            for (var row = rowStart; row < rowEnd; row += Tile.Rows)
            {
                var rows = Math.Min(Tile.Rows, rowEnd - row);
                for (var i = 0; i < rows; i++)
                {
                    rowsOfA[i] = packRows ? packedRows + (row - rowStart) * (nint)length + i : a.At(row + i, p);
                    rowsOfC[i] = target + (row + i) * targetRow + column;
                }
                Tile.Multiply(rowsOfA, panel, walk, rowsOfC, rows, columns, continued);
                if (finish) epilogue.Apply(rowsOfC, rows, column, columns);
            }
        }
    }

    private float* PanelOf(int column, int columns, int p, int length)
    {
        if (packedColumns != null) return packedColumns + (nint)column * plan.K + (nint)p * Tile.Width(columns);
        var panel = Scratch.Floats(ScratchUse.Panel, ChunkLength * Tile.Columns);
        Panels.Pack(b.At(p, column), b.Row, b.Column, length, columns, panel);
        return panel;
    }

    /// <summary>[row tile][p][12], so that a step of a tile reads one stretch of memory.</summary>
    private float* PackRows(int rowStart, int rowEnd, int p, int length)
    {
        var packed = Scratch.Floats(ScratchUse.Rows, (nint)length * (rowEnd - rowStart + Tile.Rows));
        for (var row = rowStart; row < rowEnd; row += Tile.Rows)
            Panels.Transpose(a.At(row, p), a.Row, Math.Min(Tile.Rows, rowEnd - row), length, packed + (row - rowStart) * (nint)length, Tile.Rows);
        return packed;
    }
}
