using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// Leaves the first elements of the last dimension as they are, and lets them choose the map of the others: y = (x₁, f(x₂)) with f = conditioner(x₁). The
/// log-determinant is the sum of f's.
/// </summary>
/// <remarks>
/// It does what <see cref="MaskedCoupling"/> does with a mask of ones followed by zeros, and computes only what changes. Shifts make the additive coupling of NICE,
/// an <see cref="Affine"/> map that of RealNVP, a <see cref="RationalQuadraticSpline"/> that of a neural spline flow. Vectors need a permutation between two couplings.
/// Dinh, Krueger, Bengio, NICE (2015), section 3.2.
/// </remarks>
/// <param name="unchanged">How many elements stay; in images, channels.</param>
/// <param name="conditioner">From those, […batch, …, unchanged], to an elementwise bijector of the reals for the others.</param>
/// <param name="eventRank">1 for vectors, 3 for images.</param>
/// <param name="batchShape">The batch that the conditioner adds, such as that of a context it has seen.</param>
public sealed class SplitCoupling(int unchanged, Func<Tensor, Bijector> conditioner, int eventRank = 1, Shape batchShape = default) : Bijector
{
    public override int EventRank => eventRank;

    public override Shape BatchShape => batchShape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var (known, others, map) = Conditioned(x);
        return Join(known, map.ForwardAndLogDet(others));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var (known, others, map) = Conditioned(y);
        return Join(known, map.InverseAndLogDet(others));
    }

    private (Tensor Known, Tensor Others, Bijector Map) Conditioned(Tensor value)
    {
        if (value.Rank < eventRank || value.Shape[^1] <= unchanged || unchanged < 1)
            throw new ArgumentException($"SplitCoupling: the value {value.Shape} cannot keep {unchanged} elements of its last dimension; expected 1 or more, and fewer than all.", nameof(value));
        var known = value.Slice(-1, 0, unchanged);
        var map = conditioner(known);
        return map.EventRank == 0
            ? (known, value.Slice(-1, unchanged, value.Shape[^1] - unchanged), map)
            : throw new ArgumentException($"SplitCoupling: the conditioner gave {map.GetType().Name}, which maps events of {map.EventRank} dimensions; expected an elementwise bijector.", nameof(conditioner));
    }

    // A context's batch may add dimensions to the mapped elements.
    private (Tensor Result, Tensor LogDet) Join(Tensor known, (Tensor Value, Tensor LogDet) mapped) =>
        (Tensor.Concat(-1, known.BroadcastTo(mapped.Value.Shape[..^1].Concat(known.Shape[^1..])), mapped.Value), mapped.LogDet.SumLast(eventRank));
}
