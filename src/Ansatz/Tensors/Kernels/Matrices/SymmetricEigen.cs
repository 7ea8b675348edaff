namespace Ansatz.Tensors;

/// <summary>
/// Eigenvalues and vectors of small symmetric matrices in double, by cyclic Jacobi rotations: slow for large matrices, accurate for all.
/// Golub and Van Loan, Matrix Computations, 4th edition, section 8.5.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaximumSweeps = 60;

    /// <summary>The eigenvalues, in no particular order.</summary>
    public static double[] Values(int n, ReadOnlySpan<double> matrix) => Decompose(n, matrix).Values;

    /// <summary>The symmetric positive-semidefinite root; negative eigenvalues, which rounding may leave, count as 0.</summary>
    public static double[] Root(int n, ReadOnlySpan<double> matrix)
    {
        var (values, vectors) = Decompose(n, matrix);
        var root = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            var r = Math.Sqrt(Math.Max(0, values[k]));
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) root[i * n + j] += r * vectors[i * n + k] * vectors[j * n + k];
        }
        return root;
    }

    /// <summary>A = V·diag(values)·Vᵀ, eigenvectors in V's columns.</summary>
    public static (double[] Values, double[] Vectors) Decompose(int n, ReadOnlySpan<double> matrix)
    {
        var a = matrix.ToArray();
        var v = new double[n * n];
        for (var i = 0; i < n; i++) v[i * n + i] = 1;
        for (var sweep = 0; sweep < MaximumSweeps && !IsDiagonal(n, a); sweep++)
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++) Rotate(n, a, v, p, q);
        var values = new double[n];
        for (var i = 0; i < n; i++) values[i] = a[i * n + i];
        return (values, v);
    }

    private static bool IsDiagonal(int n, double[] a)
    {
        double off = 0, on = 0;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                if (i == j) on += a[i * n + j] * a[i * n + j];
                else off += a[i * n + j] * a[i * n + j];
        return off <= 1e-32 * on;
    }

    // Zeroes a[p, q] by a rotation of the smaller angle: t = sign(τ)/(|τ| + √(1 + τ²)), τ = (a_qq − a_pp)/(2 a_pq).
    private static void Rotate(int n, double[] a, double[] v, int p, int q)
    {
        var apq = a[p * n + q];
        if (apq == 0) return;
        var tau = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        var t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        var c = 1 / Math.Sqrt(1 + t * t);
        var s = t * c;
        for (var k = 0; k < n; k++)
            (a[k * n + p], a[k * n + q]) = (c * a[k * n + p] - s * a[k * n + q], s * a[k * n + p] + c * a[k * n + q]);
        for (var k = 0; k < n; k++)
        {
            (a[p * n + k], a[q * n + k]) = (c * a[p * n + k] - s * a[q * n + k], s * a[p * n + k] + c * a[q * n + k]);
            (v[k * n + p], v[k * n + q]) = (c * v[k * n + p] - s * v[k * n + q], s * v[k * n + p] + c * v[k * n + q]);
        }
    }
}
