using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = P·L·U·x for vectors x: a linear map by its LU decomposition. L has ones on its diagonal, U has the other numbers of the upper triangle, P permutes.
/// The log-determinant is ∑ᵢ log |Uᵢᵢ|.
/// </summary>
/// <remarks>
/// A matrix without batch is multiplied with all vectors at once, so on images of n channels this is the invertible 1 × 1 convolution.
/// Kingma and Dhariwal, Glow (2018), section 3.2.
/// </remarks>
public sealed class LowerUpper : Bijector
{
    private readonly Tensor lowerUpper, logDeterminant;
    private readonly int[] order, inverse;
    private readonly int length;
    private readonly bool isMultipliedOut;

    /// <param name="lowerUpper">[…batch, n, n]: U on and above the diagonal, where its diagonal is not 0, and L below it.</param>
    /// <param name="order">P: row i of the result is row orderᵢ of L·U·x. Left out, the order stays.</param>
    public LowerUpper(Tensor lowerUpper, params int[] order)
    {
        if (lowerUpper.Rank < 2 || lowerUpper.Shape[^1] != lowerUpper.Shape[^2])
            throw new ArgumentException($"LowerUpper: lowerUpper has shape {lowerUpper.Shape}, expected […batch, n, n].", nameof(lowerUpper));
        length = lowerUpper.Shape[^1];
        this.order = order.Length == 0 ? [.. Enumerable.Range(0, length)] : [.. order];
        if (!this.order.Order().SequenceEqual(Enumerable.Range(0, length)))
            throw new ArgumentException($"LowerUpper: [{string.Join(", ", order)}] is no permutation; expected each of 0 to {length - 1} once.", nameof(order));
        inverse = new int[length];
        for (var i = 0; i < length; i++) inverse[this.order[i]] = i;
        this.lowerUpper = lowerUpper;
        logDeterminant = lowerUpper.Diagonal().Abs().Log().Sum(-1);
    }

    /// <param name="lowerUpper">[n, n].</param>
    /// <param name="isMultipliedOut">Whether vectors meet the product L·U of a small matrix, which is faster, instead of one factor after the other.</param>
    /// <param name="order">P.</param>
    internal LowerUpper(Tensor lowerUpper, bool isMultipliedOut, int[] order) : this(lowerUpper, order) => this.isMultipliedOut = isMultipliedOut && lowerUpper.Rank == 2 && length <= LowerUpperProduct.Largest;

    public override int EventRank => 1;

    public override Shape BatchShape => lowerUpper.Shape[..^2];

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        CheckEventLength(x, length);
        var y = Product(x).Gather(-1, order);
        return (y, logDeterminant.BroadcastTo(y.Shape[..^1]));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        CheckEventLength(y, length);
        var reordered = y.Gather(-1, inverse);
        var (lower, upper) = Factors();
        var x = Solve(upper.Transpose(), Solve(lower, reordered, transposed: false), transposed: true);
        return (x, (-logDeterminant).BroadcastTo(x.Shape[..^1]));
    }

    private Tensor Product(Tensor x)
    {
        if (isMultipliedOut) return x.Linear(lowerUpper.LowerUpperProduct());
        var (lower, upper) = Factors();
        return Times(lower, Times(upper, x));
    }

    private (Tensor Lower, Tensor Upper) Factors()
    {
        var triangle = lowerUpper.LowerTriangle();
        var square = lowerUpper.Diagonal().ForEvents(1) * Tensor.Identity(length);
        return (triangle - square + Tensor.Identity(length), lowerUpper - triangle + square);
    }

    private static Tensor Times(Tensor matrix, Tensor x) => matrix.Rank == 2
        ? x.Linear(matrix.Transpose())
        : x.Reshape([.. x.Shape.Dimensions[..^1], 1, x.Shape[^1]]).MatMul(matrix.Transpose()).Sum(-2);

    // One matrix takes all vectors as columns of one right side.
    private static Tensor Solve(Tensor triangle, Tensor y, bool transposed) => triangle.Rank == 2
        ? triangle.TriangularSolve(y.Reshape([y.Shape[..^1].Size, y.Shape[^1]]).Transpose(), transposed).Transpose().Reshape(y.Shape)
        : triangle.TriangularSolve(y.ForEvents(1), transposed).SumLast(1);
}
