using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = L·x for vectors x; log-determinant ∑ᵢ log |Lᵢᵢ|.</summary>
/// <remarks>The inverse is +∞ where no vector of floats reaches y, as where a diagonal element has underflowed to 0: a base distribution scores that −∞.</remarks>
public sealed class ScaleTriL : Bijector
{
    private readonly Tensor lower;
    private readonly Tensor logDeterminant;

    /// <param name="scaleTriL">L, […batch, n, n], its diagonal not 0; what stands above the diagonal is not read.</param>
    public ScaleTriL(Tensor scaleTriL)
    {
        if (scaleTriL.Rank < 2 || scaleTriL.Shape[^1] != scaleTriL.Shape[^2])
            throw new ArgumentException($"ScaleTriL: scaleTriL has shape {scaleTriL.Shape}, expected […batch, n, n].", nameof(scaleTriL));
        lower = scaleTriL.LowerTriangle();
        logDeterminant = scaleTriL.Diagonal().Abs().Log().Sum(-1);
    }

    public override int EventRank => 1;

    public override Shape BatchShape => lower.Shape[..^2];

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        CheckEventLength(x, lower.Shape[^1]);
        var y = (lower * x.Reshape([.. x.Shape.Dimensions[..^1], 1, x.Shape[^1]])).Sum(-1);
        return (y, logDeterminant.BroadcastTo(y.Shape[..^1]));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        CheckEventLength(y, lower.Shape[^1]);
        var x = Solve(lower, y);
        if (Predicates.All(Support.Finite, x)) return (x, (-logDeterminant).BroadcastTo(x.Shape[..^1]));
        // The identity in place of L keeps the gradient of the events without a finite x at 0, where 0·∞ would be NaN.
        var isFinite = x.StopGradient().IsFinite().AllLast(1);
        var divisor = isFinite.ForEvents(2).Where(lower, Tensor.Identity(lower.Shape[^1]));
        return (isFinite.ForEvents(1).Where(Solve(divisor, y), float.PositiveInfinity), -divisor.Diagonal().Abs().Log().Sum(-1));
    }

    private static Tensor Solve(Tensor lower, Tensor y) => lower.TriangularSolve(y.Reshape(y.Shape.Concat([1]))).SumLast(1);
}
