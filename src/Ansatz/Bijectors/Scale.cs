using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = scale·x, elementwise; log-determinant log |scale|.</summary>
/// <remarks>The inverse is +∞ where no float x reaches y, as where the scale has underflowed to 0: a base distribution scores that −∞.</remarks>
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
        if (Predicates.All(Support.Finite, x)) return (x, (-scale.Abs().Log()).BroadcastTo(x.Shape));
        // A division by 1 keeps the gradient of the elements without a finite x at 0, where 0·∞ would be NaN.
        var isFinite = x.StopGradient().IsFinite();
        var divisor = isFinite.Where(scale, 1f);
        return (isFinite.Where(y / divisor, float.PositiveInfinity), -divisor.Abs().Log());
    }
}
