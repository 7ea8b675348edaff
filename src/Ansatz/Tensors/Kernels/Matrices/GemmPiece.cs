namespace Ansatz.Tensors;

/// <summary>One piece of a matrix product: a rectangle of the output, for one block of the sum.</summary>
internal readonly unsafe struct GemmPiece : IParallelBody
{
    private readonly GemmPlan plan;
    private readonly Matrix a, b;
    private readonly float* packedColumns, c, partials;
    private readonly nint cRow;
    private readonly bool accumulate, packRows, inPlace, prefetches;
    private readonly int chunkLength;
    private readonly Epilogue epilogue;

    public GemmPiece(
        in GemmPlan plan, in Matrix a, in Matrix b, float* packedColumns, float* c, nint cRow, float* partials, bool accumulate, in Epilogue epilogue)
    {
        (this.plan, this.a, this.b, this.accumulate, this.epilogue, this.cRow) = (plan, a, b, accumulate, epilogue, cRow);
        this.packedColumns = packedColumns;
        this.c = c;
        this.partials = partials;
        inPlace = packedColumns == null && ReadsInPlace(b, plan.M, plan.N);
        packRows = !inPlace && a.Column == 1 && plan.M > Tile.WideRows && plan.ColumnsPerPiece > SpeedConstants.Gemm.ColumnsOfPackedRows;
        prefetches = (long)plan.N * plan.K > SpeedConstants.Gemm.SmallestPrefetched;
        chunkLength = inPlace
            ? Math.Clamp(SpeedConstants.Gemm.FloatsInPlace / plan.ColumnsPerPiece, SpeedConstants.Gemm.ShortestChunkInPlace, SpeedConstants.Gemm.LongestChunkInPlace)
            : Math.Clamp(SpeedConstants.Gemm.RowFloats / plan.RowsPerPiece, SpeedConstants.Gemm.ShortestChunk, SpeedConstants.Gemm.LongestChunk);
    }

    /// <summary>
    /// Whether tiles read B in place. They do if B has the layout of a panel already, and if there are so few row tiles that packing B would cost too much.
    /// </summary>
    public static bool ReadsInPlace(in Matrix b, int rows, int columns) =>
        b.Column == 1 && ((columns is 16 or 32 && b.Row == columns) || (rows <= SpeedConstants.Gemm.RowsInPlace && columns % Tile.Columns is 0 or 16));

    public void Invoke(int index)
    {
        var block = index % plan.BlockCount;
        var piece = index / plan.BlockCount;
        var rowPiece = piece % plan.RowPieces;
        var column = piece / plan.RowPieces * plan.ColumnsPerPiece;
        var start = block * BitConstants.ProductBlock;
        var end = Math.Min(plan.K, start + BitConstants.ProductBlock);
        var target = new Matrix(block == 0 ? c : partials + (nint)(block - 1) * plan.M * plan.N, block == 0 ? cRow : plan.N, 1);
        var rectangle = new Rectangle(plan.FirstRow(rowPiece), plan.FirstRow(rowPiece + 1), column, Math.Min(plan.N, column + plan.ColumnsPerPiece));
        var p = start;
        do
        {
            var length = Math.Min(chunkLength, end - p);
            var chunk = new Chunk(p, length, end, p > start || (accumulate && block == 0), p + length == end && !epilogue.IsNone);
            if (plan.M <= Tile.WideRows && b.Column == 1) AddWideChunk(rectangle, chunk, target);
            else AddChunk(rectangle, chunk, target);
            p += length;
        }
        while (p < end);
    }

    private void AddChunk(in Rectangle area, in Chunk chunk, in Matrix target)
    {
        var rowsOfA = stackalloc float*[Tile.Rows];
        var rowsOfC = stackalloc float*[Tile.Rows];
        var panels = stackalloc float*[SpeedConstants.Gemm.MostPanels];
        var packedRows = packRows ? PackRows(area, chunk) : null;
        var panelCount = Math.Clamp(SpeedConstants.Gemm.PanelFloats / (Tile.Columns * Math.Max(1, chunk.Length)), 1, SpeedConstants.Gemm.MostPanels);
        for (var first = area.Column; first < area.ColumnEnd; first += panelCount * Tile.Columns)
        {
            var last = Math.Min(area.ColumnEnd, first + panelCount * Tile.Columns);
            FindPanels(area, first, last, chunk, panels);
            var prefetch = UpcomingReads(area, chunk, first, last);
            for (var row = area.Row; row < area.RowEnd; row += Tile.Rows)
            {
                var rows = Math.Min(Tile.Rows, area.RowEnd - row);
                for (var i = 0; i < rows; i++)
                    rowsOfA[i] = packRows ? packedRows + (row - area.Row) * (nint)chunk.Length + i : a.At(row + i, chunk.Start);
                for (var i = 0; i < rows; i++) rowsOfC[i] = target.At(row + i, first);
                var terms = TermStrides.SingleRun(chunk.Length, packRows ? Tile.Rows : a.Column, inPlace ? b.Row : Tile.Columns);
                var panel = panels;
                for (var column = first; column < last; column += Tile.Columns, panel++)
                {
                    var columns = Math.Min(Tile.Columns, last - column);
                    if (columns <= 16 && !inPlace) terms.BStep = 16;
                    terms.PrefetchOffset = prefetch.NextOffset(*panel, terms);
                    if (row == area.Row && FirstTilePacks(area, columns))
                        Tile.MultiplyAndPack(rowsOfA, b.At(chunk.Start, column), terms with { BStep = b.Row }, rowsOfC, chunk.Continued, *panel);
                    else Tile.Multiply(rowsOfA, *panel, terms, rowsOfC, rows, columns, chunk.Continued);
                    if (chunk.Finished) epilogue.Apply(rowsOfC, rows, column, columns);
                    for (var i = 0; i < rows; i++) rowsOfC[i] += Tile.Columns;
                }
            }
        }
    }

    /// <summary>Adds a chunk to at most 4 rows. Whole vectors of columns read B in place; <see cref="AddChunk"/> computes the remaining columns.</summary>
    private void AddWideChunk(in Rectangle area, in Chunk chunk, in Matrix target)
    {
        var rowsOfA = stackalloc float*[Tile.Rows];
        var rowsOfC = stackalloc float*[Tile.Rows];
        var columns = (area.ColumnEnd - area.Column) & -16;
        for (var i = 0; i < plan.M; i++)
        {
            rowsOfA[i] = a.At(i, chunk.Start);
            rowsOfC[i] = target.At(i, area.Column);
        }
        Tile.MultiplyWide(rowsOfA, b.At(chunk.Start, area.Column), TermStrides.SingleRun(chunk.Length, a.Column, b.Row), rowsOfC, plan.M, columns, chunk.Continued);
        if (chunk.Finished) epilogue.Apply(rowsOfC, plan.M, area.Column, columns);
        AddChunk(area with { Column = area.Column + columns }, chunk, target);
    }

    /// <summary>Whether the first tile of a panel also packs it.</summary>
    private bool FirstTilePacks(in Rectangle area, int columns) =>
        !inPlace && packedColumns == null && b.Column == 1 && columns == Tile.Columns && area.RowEnd - area.Row >= Tile.Rows;

    /// <summary>
    /// Finds the addresses of the panels of columns [first, last). A panel is read in place, or it was packed for all pieces, or this piece packs it: here, or with
    /// its first tile.
    /// </summary>
    private void FindPanels(in Rectangle area, int first, int last, in Chunk chunk, float** panels)
    {
        var scratch = inPlace || packedColumns != null ? null : Scratch.Floats(ScratchUse.Panel, (nint)chunk.Length * (last - first + Tile.Columns));
        for (var column = first; column < last; column += Tile.Columns, panels++)
        {
            var columns = Math.Min(Tile.Columns, last - column);
            if (inPlace) *panels = b.At(chunk.Start, column);
            else if (packedColumns != null) *panels = packedColumns + (nint)column * plan.K + (nint)chunk.Start * Tile.Width(columns);
            else
            {
                *panels = scratch + (nint)chunk.Length * (column - first);
                if (!FirstTilePacks(area, columns)) Panels.Pack(b.At(chunk.Start, column), b.Row, b.Column, chunk.Length, columns, *panels);
            }
        }
    }

    /// <summary>
    /// What is prefetched: the next panels, the next chunk's rows of B, or the columns of B that are packed next. The first group of panels then also prefetches the
    /// rows of A, from the third row tile on, because another core may have written them.
    /// </summary>
    private PrefetchStream UpcomingReads(in Rectangle area, in Chunk chunk, int first, int last)
    {
        nint columns = last - first, rows = area.RowEnd - area.Row - 2 * Tile.Rows;
        PrefetchStream stream = default;
        if (prefetches && packedColumns != null && last < area.ColumnEnd) stream = new(packedColumns + last * (nint)plan.K + chunk.Start * Tile.Columns, columns * chunk.Length);
        if (prefetches && inPlace && chunk.Start + chunk.Length < chunk.BlockEnd) stream = new(b.At(chunk.Start + chunk.Length, first), chunk.Length * b.Row, columns);
        if (prefetches && packedColumns == null && b.Row == 1 && b.Column == chunk.Length && last < area.ColumnEnd) stream = new(b.At(0, last), columns * chunk.Length);
        var readsRows = a.Column == 1 && !packRows && !inPlace && packedColumns == null && first == area.Column;
        return readsRows && rows > 0 ? stream.Then(a.At(area.Row + 2 * Tile.Rows, chunk.Start), rows * a.Row) : stream;
    }

    /// <summary>[row tile][p][12], so that a step of a tile reads contiguous memory.</summary>
    private float* PackRows(in Rectangle area, in Chunk chunk)
    {
        var packed = Scratch.Floats(ScratchUse.Rows, (nint)chunk.Length * (area.RowEnd - area.Row + Tile.Rows));
        for (var row = area.Row; row < area.RowEnd; row += Tile.Rows)
        {
            var rows = Math.Min(Tile.Rows, area.RowEnd - row);
            Panels.Transpose(a.At(row, chunk.Start), a.Row, rows, chunk.Length, packed + (row - area.Row) * (nint)chunk.Length, Tile.Rows);
        }
        return packed;
    }

    private readonly record struct Rectangle(int Row, int RowEnd, int Column, int ColumnEnd);

    /// <summary>
    /// A range of terms of a block. Continued: the chains began before this range and start from the values in C. Finished: they end with this range, and the epilogue
    /// is applied.
    /// </summary>
    private readonly record struct Chunk(int Start, int Length, int BlockEnd, bool Continued, bool Finished);
}
