using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// Leaves the masked elements of an event as they are, and lets them choose the map of the others: y = m·x + (1 − m)·f(x) with
/// f = conditioner(m·x). The Jacobian is triangular, so the log-determinant is the sum of f's over the elements that it moves.
/// Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP (2017), section 3.4.
/// </summary>
/// <param name="mask">1 = unchanged, 0 = mapped; the shape of an event.</param>
/// <param name="conditioner">
/// From an event of which only the unchanged elements are not 0, […batch, event], to an elementwise bijector of the reals with parameters of that shape.
/// </param>
/// <param name="batchShape">The batch that the conditioner adds, such as that of a context it has seen.</param>
/// <example><code>
/// new MaskedCoupling(Tensor.From([1, 0]), known => new Scale(network.Forward(known).Exp()))
/// </code></example>
public sealed class MaskedCoupling(Tensor mask, Func<Tensor, Bijector> conditioner, Shape batchShape = default) : Bijector
{
    public override int EventRank => mask.Rank;

    public override Shape BatchShape => batchShape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var (y, logDet) = Conditioned(x).ForwardAndLogDet(x);
        return Couple(x, y, logDet);
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        // The unchanged elements are the same on both sides, so the conditioner gets the same input as in the forward direction.
        var (x, logDet) = Conditioned(y).InverseAndLogDet(y);
        return Couple(y, x, logDet);
    }

    private Bijector Conditioned(Tensor value)
    {
        if (value.Rank < mask.Rank || value.Shape[^mask.Rank..] != mask.Shape)
            throw new ArgumentException($"MaskedCoupling: the value {value.Shape} does not end in the mask's shape {mask.Shape}.", nameof(value));
        var inner = conditioner(mask.Where(value, 0f));
        return inner.EventRank == 0
            ? inner
            : throw new ArgumentException($"MaskedCoupling: the conditioner gave {inner.GetType().Name}, which maps events of {inner.EventRank} dimensions; expected an elementwise bijector.", nameof(conditioner));
    }

    private (Tensor Result, Tensor LogDet) Couple(Tensor unchanged, Tensor mapped, Tensor logDet) =>
        (mask.Where(unchanged, mapped), mask.Where(0f, logDet).SumLast(mask.Rank));
}
