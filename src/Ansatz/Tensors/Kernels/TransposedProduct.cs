namespace Ansatz.Tensors;

/// <summary>Turns a product that came out as Cᵀ, [n, m], round to C, with its epilogue: strips of 16 rows, whose lines of memory the first cache holds at once.</summary>
internal static unsafe class TransposedProduct
{
    private const int Strip = 16;

    public static void Finish(float* transposed, int m, int n, float* c, nint cRow, in Epilogue epilogue) =>
        Pieces.For((m + Strip - 1) / Strip, Strip * n, new Body(transposed, m, n, c, cRow, epilogue));

    private readonly struct Body(float* transposed, int m, int n, float* c, nint cRow, Epilogue epilogue) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Strip, rows = Math.Min(Strip, m - first);
            Panels.Transpose(transposed + first, m, n, rows, c + first * cRow, cRow);
            if (epilogue.IsNone) return;
            for (var i = first; i < first + rows; i++) epilogue.Apply(c + i * cRow, 0, n);
        }
    }
}
