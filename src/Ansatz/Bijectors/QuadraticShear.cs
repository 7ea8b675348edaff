using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// (x₁, x₂) ↦ (x₁, x₂ + a·x₁²): bends the plane into a banana without changing areas; log-determinant 0.
/// </summary>
/// <param name="a">[…batch].</param>
public sealed class QuadraticShear(Tensor a) : Bijector
{
    private const float LargestRoot = 1.8446743e19f;

    private static readonly Support squareable = Support.Interval(-LargestRoot, LargestRoot);

    private readonly Tensor curvature = a.Reshape(a.Shape.Concat([1]));

    public override int EventRank => 1;

    public override Shape BatchShape => a.Shape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var (x1, x2) = Coordinates(x);
        var y = Join(x1, x2 + Bend(x1));
        return (y, NoVolumeChange(y));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var (y1, y2) = Coordinates(y);
        var x = Join(y1, y2 - Bend(y1));
        return (x, NoVolumeChange(x));
    }

    // a·x², and (a·x)·x where x² would overflow: 0·∞ would be NaN.
    private Tensor Bend(Tensor x)
    {
        if (squareable.ContainsAll(x)) return curvature * x.Square();
        var hasSquare = x.StopGradient().IsBetween(-LargestRoot, LargestRoot);
        return hasSquare.Where(curvature * hasSquare.Where(x, 0f).Square(), curvature * x * x);
    }

    private (Tensor First, Tensor Second) Coordinates(Tensor value)
    {
        CheckEventLength(value, 2);
        return (value.Slice(-1, 0, 1), value.Slice(-1, 1, 1));
    }

    private static Tensor Join(Tensor first, Tensor second) => Tensor.Concat(-1, first.BroadcastTo(second.Shape), second);
}
