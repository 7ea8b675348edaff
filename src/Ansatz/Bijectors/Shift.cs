using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = x + shift, elementwise; log-determinant 0.</summary>
/// <param name="shift">Any shape that broadcasts with the value.</param>
public sealed class Shift(Tensor shift) : Bijector
{
    public override Shape BatchShape => shift.Shape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var y = x + shift;
        return (y, NoVolumeChange(y));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var x = y - shift;
        return (x, NoVolumeChange(x));
    }
}
