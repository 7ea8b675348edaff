using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = e^s·x + t, elementwise; log-determinant s. With statistics of a batch to take s and t from, the inverse finds them from its own values: that is how flows normalize.
/// </summary>
/// <param name="shift">t, any shape that broadcasts with the value.</param>
/// <param name="logScale">s, the same.</param>
/// <param name="observe">From a batch of y to the t and s for it, or null. Forward never uses it.</param>
internal sealed class LogScaleAffine(Tensor shift, Tensor logScale, Func<Tensor, (Tensor Shift, Tensor LogScale)>? observe = null) : Bijector
{
    public override Shape BatchShape => Shape.Broadcast(shift.Shape, logScale.Shape);

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var y = x * logScale.Exp() + shift;
        return (y, logScale.BroadcastTo(y.Shape));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var (t, s) = observe is null ? (shift, logScale) : observe(y);
        var minus = -s;
        var x = (y - t) * minus.Exp();
        return (x, minus.BroadcastTo(x.Shape));
    }
}
