using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = xᵖ, elementwise, on the positive numbers; log-determinant log |p| + (p − 1) log x.</summary>
/// <remarks>A power that overflows or underflows float lies outside the codomain.</remarks>
public sealed class Power : Bijector
{
    private readonly float exponent;
    private readonly float logSize; // log |p|

    /// <param name="exponent">p, finite and not 0, with a finite 1/p.</param>
    public Power(float exponent)
    {
        if (exponent == 0 || !float.IsFinite(exponent) || !float.IsFinite(1 / exponent))
            throw new ArgumentOutOfRangeException(nameof(exponent), FormattableString.Invariant($"Power: the exponent is {exponent}; expected a finite number other than 0."));
        (this.exponent, logSize) = (exponent, (float)DoubleMath.Log(Math.Abs(exponent)));
    }

    public override Support Domain => Support.Positive;

    public override Support Codomain => Support.Positive;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x.Pow(exponent), x.Log().Affine(exponent - 1, logSize));

    // −log |p| − (p − 1)/p · log y.
    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) =>
        (y.Pow(1 / exponent), y.Log().Affine((1 - exponent) / exponent, -logSize));
}
