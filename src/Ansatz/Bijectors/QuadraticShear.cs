using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// (x₁, x₂) ↦ (x₁, x₂ + a·x₁²): bends the plane into a banana without changing areas; log-determinant 0.
/// </summary>
/// <param name="a">[…batch].</param>
public sealed class QuadraticShear(Tensor a) : Bijector
{
    private readonly Tensor curvature = a.Reshape(a.Shape.Concat([1]));

    public override int EventRank => 1;

    public override Shape BatchShape => a.Shape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var (x1, x2) = Coordinates(x);
        var y = Together(x1, x2 + curvature * x1.Square());
        return (y, NoVolumeChange(y));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var (y1, y2) = Coordinates(y);
        var x = Together(y1, y2 - curvature * y1.Square());
        return (x, NoVolumeChange(x));
    }

    private (Tensor First, Tensor Second) Coordinates(Tensor value)
    {
        CheckEventLength(value, 2);
        return (value.Slice(-1, 0, 1), value.Slice(-1, 1, 1));
    }

    private static Tensor Together(Tensor first, Tensor second) => Tensor.Concat(-1, first.BroadcastTo(second.Shape), second);
}
