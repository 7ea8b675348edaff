using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = scale·x, elementwise; log-determinant log |scale|.</summary>
/// <param name="scale">Any shape that broadcasts with the value; not 0, negative values reflect.</param>
public sealed class Scale(Tensor scale) : Bijector
{
    public override Shape BatchShape => scale.Shape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var y = x * scale;
        return (y, scale.Abs().Log().BroadcastTo(y.Shape));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var x = y / scale;
        return (x, (-scale.Abs().Log()).BroadcastTo(x.Shape));
    }
}
