namespace Ansatz.Tensors;

/// <summary>Products of matrices: C = A·B, or C + A·B, with an optional bias and rectifier.</summary>
internal static unsafe class Gemm
{
    /// <summary>
    /// C[i, j] = f(∑ₚ A[i, p] · B[p, j] + bias[j]), where f(v) = v for v ≥ 0 and negativeSlope · v below. Both operands have a
    /// row stride and a column stride, so exchanging the strides transposes a matrix.
    /// </summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">A[i, p] at a[i·aRow + p·aColumn].</param>
    /// <param name="aRow">See <paramref name="a"/>.</param>
    /// <param name="aColumn">See <paramref name="a"/>.</param>
    /// <param name="b">B[p, j] at b[p·bRow + j·bColumn].</param>
    /// <param name="bRow">See <paramref name="b"/>.</param>
    /// <param name="bColumn">See <paramref name="b"/>.</param>
    /// <param name="c">C[i, j] at c[i·cRow + j]; must not overlap A or B.</param>
    /// <param name="cRow">At least <paramref name="n"/>.</param>
    /// <param name="accumulate">Whether the sums start from what C holds instead of 0.</param>
    /// <param name="bias">n values, or none.</param>
    /// <param name="negativeSlope">1 keeps negative values, 0 is ReLU.</param>
    public static void Multiply(
        int m, int n, int k, ReadOnlySpan<float> a, nint aRow, nint aColumn, ReadOnlySpan<float> b, nint bRow, nint bColumn, Span<float> c, nint cRow,
        bool accumulate = false, ReadOnlySpan<float> bias = default, float negativeSlope = 1)
    {
        Lengths.ExpectAtLeast(nameof(Gemm), "A", Reach(m, k, aRow, aColumn), a.Length);
        Lengths.ExpectAtLeast(nameof(Gemm), "B", Reach(k, n, bRow, bColumn), b.Length);
        Lengths.ExpectAtLeast(nameof(Gemm), "C", Reach(m, n, cRow, 1), c.Length);
        if (!bias.IsEmpty) Lengths.ExpectAtLeast(nameof(Gemm), "the bias", n, bias.Length);
        fixed (float* pa = a, pb = b, pc = c, pBias = bias)
            Multiply(m, n, k, pa, aRow, aColumn, pb, bRow, bColumn, pc, cRow, accumulate, pBias, negativeSlope);
    }

    /// <summary>
    /// A small product by one thread: C[i, j] = f(∑ₚ A[i, p] · B[p, j] + bias[j]), each sum one chain in the order of p whatever the shape. So terms with a factor 0 at the end may be left out.
    /// </summary>
    /// <param name="k">At most <see cref="BitConstants.ProductBlock"/>.</param>
    public static void MultiplyByOneThread(int m, int n, int k, in Matrix a, in Matrix b, float* c, nint cRow, float* bias = null, float negativeSlope = 1)
    {
        if (m == 0 || n == 0) return;
        new GemmPiece(new GemmPlan(m, n, k, 1, n), a, b, null, c, cRow, null, false, new Epilogue { Bias = bias, NegativeSlope = negativeSlope }).Invoke(0);
    }

    /// <summary>One more than the largest offset of an element.</summary>
    private static long Reach(int rows, int columns, long row, long column) => rows == 0 || columns == 0 ? 0 : (rows - 1) * row + (columns - 1) * column + 1;

    /// <summary>The same for a kernel that has checked its operands at its own entry.</summary>
    public static void Multiply(
        int m, int n, int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, nint bColumn, float* c, nint cRow,
        bool accumulate = false, float* bias = null, float negativeSlope = 1)
    {
        if (m == 0 || n == 0) return;
        var epilogue = new Epilogue { Bias = bias, NegativeSlope = negativeSlope };
        var left = new Matrix(a, aRow, aColumn);
        var right = new Matrix(b, bRow, bColumn);
        if (!accumulate && TransposedProduct.Suits(m, n, k, left, right))
        {
            TransposedProduct.Run(m, n, k, left, right, c, cRow, epilogue);
            return;
        }
        if (!accumulate && TransposedProduct.SuitsFewColumns(m, n, left, right))
        {
            TransposedProduct.RunFewColumns(m, n, k, left, right, c, cRow, epilogue);
            return;
        }
        if (epilogue.IsNone && TallProduct.Suits(m, n, k, left))
        {
            TallProduct.Run(m, n, k, left, right, c, cRow, accumulate);
            return;
        }
        var plan = GemmPlan.Of(m, n, k);
        var partials = plan.BlockCount == 1 ? null : Scratch.Floats(ScratchUse.Partials, (nint)(plan.BlockCount - 1) * m * n);
        var transposedRight = new Matrix(b, bColumn, bRow);
        if (GemmDots.Suits(left, n, k))
            GemmDots.Run(left, right, m, n, k, c, cRow, 1, partials, n, 1, accumulate);
        else if (GemmDots.Suits(transposedRight, m, k))
            GemmDots.Run(transposedRight, new Matrix(a, aColumn, aRow), n, m, k, c, 1, cRow, partials, 1, n, accumulate);
        else
        {
            var packed = plan.RowPieces > 1 && !GemmPiece.ReadsInPlace(right, m, n) ? PackedColumns.Pack(right, k, n) : null;
            var finish = plan.BlockCount == 1 ? epilogue : Epilogue.None;
            ForkJoin.For(plan.PieceCount, new GemmPiece(plan, left, right, packed, c, cRow, partials, accumulate, finish));
            if (plan.BlockCount == 1) return;
        }
        if (cRow == n) BlockTree.Combine(c, partials, (nint)m * n, plan.BlockCount, (nint)m * n);
        else
            for (var i = 0; i < m; i++) BlockTree.Combine(c + i * cRow, partials + (nint)i * n, (nint)m * n, plan.BlockCount, n);
        if (epilogue.IsNone) return;
        for (var i = 0; i < m; i++) epilogue.Apply(c + i * cRow, 0, n);
    }
}
