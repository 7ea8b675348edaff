using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>Parts of square matrices, […batch, n, n].</summary>
internal static class Triangular
{
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
