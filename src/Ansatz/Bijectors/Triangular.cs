using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>Parts of square matrices, […batch, n, n].</summary>
internal static class Triangular
{
    /// <summary>n where a triangle of n rows has that many entries, else 0.</summary>
    public static int SideOf(int count)
    {
        var n = 0;
        while (count > 0) count -= ++n;
        return count == 0 ? n : 0;
    }

    /// <summary>For each entry of an n × n matrix its place in the list of the lower triangle's rows, −1 above the diagonal.</summary>
    public static IEnumerable<int> Sources(int n) =>
        Enumerable.Range(0, n * n).Select(at => at % n <= at / n ? at / n * (at / n + 1) / 2 + at % n : -1);

    /// <summary>The positions of the lower triangle in an n × n matrix, row by row.</summary>
    public static IEnumerable<int> LowerPositions(int n) => Enumerable.Range(0, n * n).Where(at => at % n <= at / n);

    /// <summary>The places of the diagonal in the list of the lower triangle's rows.</summary>
    public static int[] DiagonalPositions(int n) => [.. Enumerable.Range(0, n).Select(i => i * (i + 1) / 2 + i)];

    extension(Tensor matrix)
    {
        /// <summary>The diagonal, […batch, n].</summary>
        public Tensor Diagonal()
        {
            var n = matrix.Shape[^1];
            return matrix.Flat().Gather(-1, [.. Enumerable.Range(0, n).Select(i => i * (n + 1))]);
        }

        /// <summary>The matrix with zeros above its diagonal.</summary>
        public Tensor LowerTriangle()
        {
            var n = matrix.Shape[^1];
            return matrix.Flat().Gather(-1, [.. Enumerable.Range(0, n * n).Select(k => k % n <= k / n ? k : -1)]).Reshape(matrix.Shape);
        }

        private Tensor Flat() => matrix.Reshape([.. matrix.Shape.Dimensions[..^2], matrix.Shape[^2..].Size]);
    }
}
