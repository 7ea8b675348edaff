using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// (x₁, x₂) ↦ (x₁ cos θ − x₂ sin θ, x₁ sin θ + x₂ cos θ): rotates the plane counter-clockwise; log-determinant 0.
/// </summary>
/// <param name="theta">θ in radians, […batch].</param>
public sealed class Rotation(Tensor theta) : Bijector
{
    private readonly Tensor cosine = theta.Cos().Reshape(theta.Shape.Concat([1]));
    private readonly Tensor sine = theta.Sin().Reshape(theta.Shape.Concat([1]));

    public override int EventRank => 1;

    public override Shape BatchShape => theta.Shape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => Rotate(x, Tensor.Concat(-1, -sine, sine));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => Rotate(y, Tensor.Concat(-1, sine, -sine));

    // cos θ·(v₁, v₂) + (s₁, s₂)·(v₂, v₁)
    private (Tensor Rotated, Tensor LogDet) Rotate(Tensor value, Tensor signedSines)
    {
        CheckEventLength(value, 2);
        var turned = value * cosine + value.Gather(-1, 1, 0) * signedSines;
        return (turned, NoVolumeChange(turned));
    }
}
