using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>Symmetric positive-definite matrices: symmetric to rounding, and with a Cholesky factor in double.</summary>
internal sealed class PositiveDefiniteSupport : Support
{
    private const float Tolerance = 1e-5f;

    private PositiveDefiniteSupport()
    {
    }

    public static PositiveDefiniteSupport Instance { get; } = new();

    public override int EventRank => 2;

    public override Tensor Contains(Tensor value)
    {
        var n = value.Shape[^1];
        var inside = Tensor.Allocate(value.Shape[..^2], value.Tape);
        var matrix = new double[n * n];
        for (var i = 0; i < inside.Length; i++)
        {
            ReadOnlySpan<float> elements = value.Span.Slice(i * n * n, n * n);
            SmallMatrix.Load(elements, matrix);
            inside.Span[i] = IsSymmetric(elements, n) && SmallMatrix.Cholesky(n, matrix) < 0 ? 1 : 0;
        }
        return inside;
    }

    public override Tensor InteriorPoint(Shape shape) => Tensor.Identity(shape[^1]);

    public override string ToString() => "the symmetric positive-definite matrices";

    private static bool IsSymmetric(ReadOnlySpan<float> matrix, int n)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                float a = matrix[i * n + j], b = matrix[j * n + i];
                if (!(float.IsFinite(a) && float.IsFinite(b) && Math.Abs(a - b) <= Tolerance * (Math.Abs(a) + Math.Abs(b)))) return false;
            }
        return true;
    }
}
