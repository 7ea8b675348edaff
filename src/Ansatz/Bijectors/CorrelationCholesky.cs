using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// From n(n − 1)/2 real numbers to the Cholesky factor L of an n × n correlation matrix L·Lᵀ: row i is (x, 1)/√(1 + ‖x‖²) with the i − 1 numbers x of that row.
/// </summary>
/// <remarks>
/// The density of L is taken over the entries below its diagonal. Row i has the log-determinant (i + 1)·log Lᵢᵢ. The inverse is the quotient Lᵢⱼ/Lᵢᵢ. The
/// norm is computed after a division by the row's largest number, so that no square overflows. An Lᵢᵢ that underflows to 0 lies outside the codomain.
/// </remarks>
public sealed class CorrelationCholesky : Bijector
{
    internal static Support Factors { get; } = new EventSupport(2,
        y => y.IsFinite().AllLast(2) * (y - y.LowerTriangle()).IsBetween(0, 0).AllLast(2) * y.Diagonal().IsBetween(0, float.PositiveInfinity, inclusive: false).AllLast(1)
            * (y.Square().Sum(-1) - 1).IsBetween(-EventSupport.SumTolerance, EventSupport.SumTolerance).AllLast(1),
        shape => Tensor.Identity(shape[0]), "the Cholesky factors of correlation matrices");

    public override int EventRank => 2;

    public override int InputEventRank => 1;

    public override int OutputEventRank => 2;

    public override Support Codomain => Factors;

    public override Shape ForwardEventShape(Shape inputEventShape)
    {
        var n = Triangular.SideOf(inputEventShape[^1]) + 1;
        return n > 1 ? [n, n]
            : throw new ArgumentException($"CorrelationCholesky: the value has events of {inputEventShape[^1]} elements; expected n(n − 1)/2, such as 1, 3, 6 or 10.", nameof(inputEventShape));
    }

    public override Shape InverseEventShape(Shape outputEventShape) => [outputEventShape[^1] * (outputEventShape[^1] - 1) / 2];

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var matrix = ForwardEventShape(x.Shape[^1..]);
        var n = matrix[0];
        // The rows of the triangle of n − 1 rows, one line lower, beside ones on the diagonal.
        int[] sources = [.. Enumerable.Range(0, n * n).Select(at => at / n is var row && at % n is var column && column < row ? row * (row - 1) / 2 + column : -1)];
        var rows = x.Gather(-1, sources).Reshape(x.Shape[..^1].Concat(matrix)) + Tensor.Identity(n);
        var largest = rows.StopGradient().Abs().Max(-1, keepDimension: true);
        var scaled = rows / largest;
        var norm = scaled.Square().Sum(-1, keepDimension: true).Sqrt();
        var logNorm = (norm.Log() + largest.Log()).SumLast(1);
        return (scaled / norm, -(logNorm * Weights(n)).Sum(-1));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var n = y.Shape[^1];
        var diagonal = y.Diagonal();
        var rows = y / diagonal.Reshape(diagonal.Shape.Concat([1]));
        int[] positions = [.. Enumerable.Range(0, n * n).Where(at => at % n < at / n)];
        return (rows.Reshape(y.Shape[..^2].Concat([n * n])).Gather(-1, positions), -(diagonal.Log() * Weights(n)).Sum(-1));
    }

    // i + 1 for row i = 1, 2, …, n; the first row has no number, and its diagonal is 1.
    private static Tensor Weights(int n) => Tensor.From([.. Enumerable.Range(2, n).Select(i => (float)i)]);
}
