using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>yᵢ = x₁ + … + xᵢ for vectors x; log-determinant 0. The inverse is the differences xᵢ = yᵢ − yᵢ₋₁.</summary>
public sealed class CumulativeSum : Bijector
{
    public override int EventRank => 1;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var y = x.CumulativeSum();
        return (y, NoVolumeChange(y));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var before = y.Slice(-1, 0, y.Shape[^1] - 1).Pad(-1, 1, 0);
        var x = y - before;
        return (x, NoVolumeChange(x));
    }
}
