using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = scale·x + shift, elementwise; log-determinant log |scale|.</summary>
/// <remarks>The inverse is (y − shift)/scale, as a flow's formula has it. Where the scale has underflowed to 0, it is +∞, see <see cref="Scale"/>.</remarks>
/// <param name="shift">Any shape that broadcasts with the value.</param>
/// <param name="scale">The same; not 0, negative values reflect.</param>
public sealed class Affine(Tensor shift, Tensor scale) : Bijector
{
    private readonly Scale stretch = new(scale);

    public override Shape BatchShape => Shape.Broadcast(shift.Shape, scale.Shape);

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var y = x * scale + shift;
        return (y, scale.Abs().Log().BroadcastTo(y.Shape));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => stretch.InverseAndLogDet(y - shift);
}
