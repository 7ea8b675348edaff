namespace Ansatz.Tensors;

/// <summary>Dense linear algebra in double on small matrices, row-major, in place; sums are added in ascending order of the index.</summary>
internal static class SmallMatrix
{
    public static void Load(ReadOnlySpan<float> from, Span<double> to)
    {
        for (var i = 0; i < from.Length; i++) to[i] = from[i];
    }

    public static void Store(ReadOnlySpan<double> from, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++) to[i] = (float)from[i];
    }

    /// <summary>Replaces a by its lower Cholesky factor, with zeros above the diagonal. Returns the row of the first pivot that is not positive, or −1 if there is none.</summary>
    public static int Cholesky(int n, Span<double> a)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i * n + j];
                for (var k = 0; k < j; k++) sum = Math.FusedMultiplyAdd(-a[i * n + k], a[j * n + k], sum);
                if (i > j) a[i * n + j] = sum / a[j * n + j];
                else if (sum > 0) a[i * n + i] = Math.Sqrt(sum);
                else return i;
            }
            a.Slice(i * n + i + 1, n - i - 1).Clear();
        }
        return -1;
    }

    /// <summary>Replaces b [n, columns] by L⁻¹·b.</summary>
    public static void SolveLower(int n, ReadOnlySpan<double> l, Span<double> b, int columns)
    {
        for (var i = 0; i < n; i++)
            for (var c = 0; c < columns; c++)
            {
                var sum = b[i * columns + c];
                for (var k = 0; k < i; k++) sum = Math.FusedMultiplyAdd(-l[i * n + k], b[k * columns + c], sum);
                b[i * columns + c] = sum / l[i * n + i];
            }
    }

    /// <summary>Replaces b [n, columns] by L⁻ᵀ·b.</summary>
    public static void SolveLowerTransposed(int n, ReadOnlySpan<double> l, Span<double> b, int columns)
    {
        for (var i = n - 1; i >= 0; i--)
            for (var c = 0; c < columns; c++)
            {
                var sum = b[i * columns + c];
                for (var k = i + 1; k < n; k++) sum = Math.FusedMultiplyAdd(-l[k * n + i], b[k * columns + c], sum);
                b[i * columns + c] = sum / l[i * n + i];
            }
    }

    public static void TransposeSquare(int n, Span<double> a)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) (a[i * n + j], a[j * n + i]) = (a[j * n + i], a[i * n + j]);
    }
}
