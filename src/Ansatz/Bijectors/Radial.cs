using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = x + β(x − c)/(α + r) with r = ‖x − c‖, for vectors x: expands or contracts around a centre c. α = softplus(a) and β = softplus(b) − α &gt; −α, so that the
/// map has an inverse.
/// </summary>
/// <remarks>
/// With s = softplus(b) the log-determinant is (n − 1) log((r + s)/(α + r)) + log((r² + 2αr + αs)/(α + r)²), sums of positive terms. The inverse is the
/// positive root of r² + (s − R)r − αR = 0 with R = ‖y − c‖. The code takes the form of it that has no cancellation.
/// Rezende and Mohamed, Variational inference with normalizing flows (2015), equation 14 and appendix A.2.
/// </remarks>
public sealed class Radial : Bijector
{
    private const float Smallest = 1e-30f;

    private readonly Tensor center, alpha, s;

    /// <param name="center">c, […batch, n].</param>
    /// <param name="alpha">a, […batch]; softplus makes it positive.</param>
    /// <param name="beta">b, […batch].</param>
    public Radial(Tensor center, Tensor alpha, Tensor beta)
    {
        if (center.Rank == 0) throw new ArgumentException("Radial: the center is a single number; expected […batch, n].", nameof(center));
        BatchShape = Shape.Broadcast(center.Shape[..^1], Shape.Broadcast(alpha.Shape, beta.Shape));
        (this.center, this.alpha, s) = (center, alpha.Softplus(), beta.Softplus());
    }

    public override int EventRank => 1;

    public override Shape BatchShape { get; }

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        CheckEventLength(x, center.Shape[^1]);
        var offset = x - center;
        var r = Length(offset);
        return (center + offset * ((r + s) / (r + alpha)).ForEvents(1), LogDet(r));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        CheckEventLength(y, center.Shape[^1]);
        var offset = y - center;
        var radius = Length(offset);
        // In units of the largest of R, s and α, so that no square overflows.
        var unit = radius.StopGradient().Maximum(s.StopGradient()).Maximum(alpha.StopGradient());
        Tensor scaled = radius / unit, difference = scaled - s / unit, product = alpha / unit * scaled * 4;
        var root = (difference.Square() + product).Maximum(Smallest).Sqrt();
        var rises = difference.StopGradient().IsBetween(0, float.PositiveInfinity);
        var share = rises.Where((difference + root) * 0.5f, product * 0.5f / (root - rises.Where(0f, difference)));
        var r = share * unit;
        return (center + offset * ((r + alpha) / (r + s)).ForEvents(1), -LogDet(r));
    }

    private Tensor LogDet(Tensor r)
    {
        var sum = r + alpha;
        var slope = r / sum * ((r + alpha * 2) / sum) + alpha / sum * (s / sum);
        return ((r + s) / sum).Log() * (center.Shape[^1] - 1) + slope.Log();
    }

    // The norm in units of the largest element; at the centre it is 10⁻¹⁵ of the smallest unit, with a gradient of 0.
    private static Tensor Length(Tensor offset)
    {
        var unit = offset.StopGradient().Abs().Max(-1, keepDimension: true).Maximum(Smallest);
        return (offset / unit).Square().Sum(-1).Maximum(Smallest).Sqrt() * unit.SumLast(1);
    }
}
