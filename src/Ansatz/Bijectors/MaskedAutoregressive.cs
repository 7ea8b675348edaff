using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// yᵢ = fᵢ(xᵢ) with fᵢ chosen by y₁, …, yᵢ₋₁: a masked autoregressive flow. The Jacobian is triangular, so the log-determinant is the sum of the fᵢ's.
/// </summary>
/// <remarks>
/// The inverse, which scores data, takes one call of the conditioner. Forward, which draws samples, takes n calls, since fᵢ can be known only when
/// y₁, …, yᵢ₋₁ are. The ready flows do it with one call in all, in which each element adds what depends on it. <c>new Invert(new MaskedAutoregressive(…))</c> is the inverse autoregressive flow, which draws in one call.
/// Papamakarios, Pavlakou, Murray, Masked autoregressive flow for density estimation (2017), sections 3.1 and 3.2; Kingma et al., Improved variational inference
/// with inverse autoregressive flow (2016).
/// </remarks>
/// <param name="length">n.</param>
/// <param name="conditioner">
/// From vectors […batch, n] to an elementwise bijector of the reals with parameters of that shape. Those of element i may depend on the elements before i only, as
/// <c>MaskedNetwork</c> makes them.
/// </param>
/// <param name="batchShape">The batch that the conditioner adds, such as that of a context it has seen.</param>
public sealed class MaskedAutoregressive(int length, Func<Tensor, Bijector> conditioner, Shape batchShape = default) : Bijector
{
    private readonly Func<Shape, ElementMaps?>? elements;

    /// <param name="length">n.</param>
    /// <param name="conditioner">As above.</param>
    /// <param name="batchShape">As above.</param>
    /// <param name="elements">From the shape of the values without their last dimension to the same maps element by element, or to null where they are not wanted.</param>
    internal MaskedAutoregressive(int length, Func<Tensor, Bijector> conditioner, Shape batchShape, Func<Shape, ElementMaps?> elements) : this(length, conditioner, batchShape) => this.elements = elements;

    public override int EventRank => 1;

    public override Shape BatchShape => batchShape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        CheckEventLength(x, length);
        x = x.BroadcastTo(Shape.Broadcast(x.Shape, batchShape.Concat([length])));
        if (!x.IsTracked && elements?.Invoke(x.Shape[..^1]) is { } maps) return ElementByElement(x, maps);
        // Call i sees the right values of the elements before i, and zeros behind them.
        Tensor y = Tensor.Zeros(x.Shape), logDet;
        for (var i = 1; ; i++)
        {
            (var mapped, logDet) = Conditioned(y).ForwardAndLogDet(x);
            if (i == length) return (mapped, logDet.Sum(-1));
            y = mapped.Slice(-1, 0, i).Pad(-1, 0, length - i);
        }
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        CheckEventLength(y, length);
        var (x, logDet) = Conditioned(y).InverseAndLogDet(y);
        return (x, logDet.Sum(-1));
    }

    private (Tensor Y, Tensor LogDet) ElementByElement(Tensor x, ElementMaps maps)
    {
        Tensor[] values = new Tensor[length], logSlopes = new Tensor[length];
        for (var i = 0; i < length; i++) (values[i], logSlopes[i]) = maps.Next(i == 0 ? null : values[i - 1]).ForwardAndLogDet(x.Slice(-1, i, 1));
        return (Tensor.Concat(-1, values), Tensor.Concat(-1, logSlopes).Sum(-1));
    }

    private Bijector Conditioned(Tensor y)
    {
        var map = conditioner(y);
        return map.EventRank == 0
            ? map
            : throw new ArgumentException($"MaskedAutoregressive: the conditioner gave {map.GetType().Name}, which maps events of {map.EventRank} dimensions; expected an elementwise bijector.", nameof(conditioner));
    }
}
