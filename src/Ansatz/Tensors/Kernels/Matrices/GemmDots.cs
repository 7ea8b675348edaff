namespace Ansatz.Tensors;

/// <summary>
/// Products with at most 4 output columns whose left operand has contiguous rows: each piece computes some rows for one block of the sum with
/// <see cref="DotTile"/>. A product with at most 4 rows and contiguous columns of B is the transpose of such a product.
/// </summary>
internal readonly unsafe struct GemmDots(
    Matrix rowsOfA, int rowCount, int columnCount, int length, float* packed, float* c, nint cRow, nint cColumn, float* partials, nint partialRow,
    nint partialColumn, bool accumulate) : IParallelBody
{
    /// <summary>Whether this class computes the product. The order of the additions differs from a tile's, so this choice decides bits.</summary>
    public static bool Suits(in Matrix rows, int columnCount, int length) =>
        columnCount <= BitConstants.DotColumns && rows.Column == 1 && length > 0 && length % Lanes.Count == 0;

    /// <summary>Computes C = A·B, or the partial sums of the blocks: block 0 in C, the others one after the other in <paramref name="partials"/>.</summary>
    public static void Run(
        in Matrix a, in Matrix b, int rowCount, int columnCount, int length, float* c, nint cRow, nint cColumn, float* partials, nint partialRow,
        nint partialColumn, bool accumulate)
    {
        var packed = Scratch.Floats(ScratchUse.Weights, (nint)columnCount * length);
        for (var start = 0; start < length; start += BitConstants.ProductBlock)
        {
            var block = Math.Min(BitConstants.ProductBlock, length - start);
            DotTile.Pack(new Matrix(b.At(start, 0), b.Row, b.Column), 1, block, columnCount, packed + (nint)start * columnCount);
        }
        var body = new GemmDots(a, rowCount, columnCount, length, packed, c, cRow, cColumn, partials, partialRow, partialColumn, accumulate);
        ForkJoin.For(body.RowPieces * ((length + BitConstants.ProductBlock - 1) / BitConstants.ProductBlock), body);
    }

    private int RowPieces => (rowCount + SpeedConstants.Gemm.DotRowsPerPiece - 1) / SpeedConstants.Gemm.DotRowsPerPiece;

    public void Invoke(int index)
    {
        var block = index / RowPieces;
        var first = index % RowPieces * SpeedConstants.Gemm.DotRowsPerPiece;
        var start = block * BitConstants.ProductBlock;
        var terms = TermStrides.SingleRun(Math.Min(BitConstants.ProductBlock, length - start), 1, 1);
        var target = block == 0 ? c : partials + (nint)(block - 1) * rowCount * columnCount;
        var (row, column) = block == 0 ? (cRow, cColumn) : (partialRow, partialColumn);
        var sums = stackalloc float[DotTile.MostSums];
        var (step, end) = (DotTile.Rows(columnCount), Math.Min(rowCount, first + SpeedConstants.Gemm.DotRowsPerPiece));
        for (var i = first; i < end; i += step)
        {
            var rows = Math.Min(step, end - i);
            DotTile.Multiply(rowsOfA.At(i, start), rowsOfA.Row, rows, packed + (nint)start * columnCount, columnCount, terms, sums);
            for (var r = 0; r < rows; r++)
                for (var j = 0; j < columnCount; j++)
                {
                    var to = target + (i + r) * row + j * column;
                    var sum = sums[r * columnCount + j];
                    *to = accumulate && block == 0 ? *to + sum : sum;
                }
        }
    }
}
