namespace Ansatz.Tensors;

/// <summary>
/// If the rows of A and the columns of B are contiguous and A has few rows, Cᵀ = Bᵀ·Aᵀ is faster: a tile reads Bᵀ in place, and only the smaller A is
/// transposed for the lanes. The chains, and so the bits, are the same.
/// </summary>
/// <remarks>
/// If the sums are one block each, the result is transposed tile by tile. Otherwise Cᵀ is computed first and then transposed in strips of 16 rows, whose
/// cache lines fit in the first-level cache.
/// </remarks>
internal static unsafe class TransposedProduct
{
    public static bool Suits(int m, int n, int k, in Matrix a, in Matrix b) =>
        b.Row == 1 && a.Column == 1 && m is > Tile.WideRows and <= SpeedConstants.Transposed.MostRows && m < n && k >= SpeedConstants.Transposed.ShortestSum;

    /// <summary>C[i, j] = ∑ₚ A[i, p] · B[p, j], with the epilogue applied.</summary>
    public static void Run(int m, int n, int k, in Matrix a, in Matrix b, float* c, nint cRow, Epilogue epilogue)
    {
        if (k <= BitConstants.ProductBlock)
        {
            TransposedTiles.Run(m, n, k, a, b, c, cRow, epilogue);
            return;
        }
        var stripes = (int)(((long)m * n + SpeedConstants.Transposed.StripeFloats - 1) / SpeedConstants.Transposed.StripeFloats);
        var stripe = (n + stripes - 1) / stripes;
        var transposed = Scratch.Floats(ScratchUse.Product, (nint)m * stripe);
        var bias = epilogue.Bias;
        for (var j = 0; j < n; j += stripe)
        {
            var columns = Math.Min(stripe, n - j);
            if (bias != null) epilogue.Bias = bias + j;
            Gemm.Multiply(columns, m, k, b.At(0, j), b.Column, 1, a.Data, 1, a.Row, transposed, m);
            Pieces.For((m + SpeedConstants.Transposed.Strip - 1) / SpeedConstants.Transposed.Strip, SpeedConstants.Transposed.Strip * columns, new TransposeStrip(transposed, m, columns, c + j, cRow, epilogue));
        }
    }

    /// <summary>
    /// Whether the columns are so few that a tile would be nearly empty, and the columns of A are contiguous, as in the gradient of a narrow layer's weights.
    /// Then Cᵀ takes a third of the time. Excludes the shapes that <see cref="GemmDots"/> handles, which vectorizes over k.
    /// </summary>
    public static bool SuitsFewColumns(int m, int n, in Matrix a, in Matrix b) => n <= Tile.WideRows && m > SpeedConstants.Transposed.MostRows && a.Row == 1 && a.Column != 1 && b.Row != 1;

    public static void RunFewColumns(int m, int n, int k, in Matrix a, in Matrix b, float* c, nint cRow, in Epilogue epilogue)
    {
        var transposed = Scratch.Floats(ScratchUse.Product, (nint)m * n);
        Gemm.Multiply(n, m, k, b.Data, b.Column, b.Row, a.Data, a.Column, a.Row, transposed, m);
        Pieces.For((m + SpeedConstants.Transposed.Strip - 1) / SpeedConstants.Transposed.Strip, SpeedConstants.Transposed.Strip * n, new TransposeStrip(transposed, m, n, c, cRow, epilogue));
    }

    private readonly struct TransposeStrip(float* transposed, int m, int n, float* c, nint cRow, Epilogue epilogue) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * SpeedConstants.Transposed.Strip, rows = Math.Min(SpeedConstants.Transposed.Strip, m - first);
            Panels.Transpose(transposed + first, m, n, rows, c + first * cRow, cRow);
            if (epilogue.IsNone) return;
            for (var i = first; i < first + rows; i++) epilogue.Apply(c + i * cRow, 0, n);
        }
    }
}
