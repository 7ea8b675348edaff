using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>An estimate of KL(p ‖ q) from draws of p. It can be taken apart as <c>var (value, error) = …</c>.</summary>
/// <param name="Value">The mean of log p(x) − log q(x), [batch…]; +∞ where q gives a draw density 0.</param>
/// <param name="StandardError">The standard error of the mean, [batch…]; +∞ where the value is.</param>
/// <param name="OutsideCount">
/// How many draws left a support, [batch…]: those of density 0 under q, and those that rounding put outside p's own support, which the mean leaves out.
/// </param>
public readonly record struct DivergenceEstimate(Tensor Value, Tensor StandardError, Tensor OutsideCount)
{
    public void Deconstruct(out Tensor value, out Tensor standardError) => (value, standardError) = (Value, StandardError);
}
