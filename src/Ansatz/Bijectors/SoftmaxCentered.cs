using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = softmax(x₁, …, xₙ, 0): from n real numbers to n + 1 shares, positive numbers with sum 1. The log-determinant is ∑ᵢ log yᵢ over all n + 1 shares.
/// </summary>
/// <remarks>
/// The density of y is taken over its first n shares, as for a Dirichlet variable. The inverse is xᵢ = log yᵢ − log yₙ₊₁. A share that underflows
/// to 0 lies outside the codomain.
/// </remarks>
public sealed class SoftmaxCentered : Bijector
{
    internal static Support Simplex { get; } = new EventSupport(1,
        y => y.IsBetween(0, float.PositiveInfinity, inclusive: false).AllLast(1) * (y.Sum(-1) - 1).IsBetween(-EventSupport.SumTolerance, EventSupport.SumTolerance),
        shape => Tensor.Full(shape, 1f / shape[0]), "the positive vectors with sum 1");

    public override int EventRank => 1;

    public override Support Codomain => Simplex;

    public override Shape ForwardEventShape(Shape inputEventShape) => [inputEventShape[0] + 1];

    public override Shape InverseEventShape(Shape outputEventShape) => [outputEventShape[0] - 1];

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        RequireVector(x, 1);
        var logShares = x.Pad(-1, 0, 1).LogSoftmax();
        return (logShares.Exp(), logShares.Sum(-1));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        RequireVector(y, 2);
        var logShares = y.Log();
        var count = y.Shape[^1] - 1;
        return (logShares.Slice(-1, 0, count) - logShares.Slice(-1, count, 1), -logShares.Sum(-1));
    }

    private static void RequireVector(Tensor value, int least)
    {
        if (value.Rank == 0 || value.Shape[^1] < least)
            throw new ArgumentException($"SoftmaxCentered: the value has shape {value.Shape}; expected events of {least} elements or more.", nameof(value));
    }
}
