using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = low + (high − low)·σ(x), elementwise, from the reals to a box: what keeps every sample of a flow within given bounds.</summary>
/// <remarks>
/// Rounding may give a bound itself, so the bounds belong to the codomain. The inverse moves a value that lies within 6·10⁻⁸ of the box's width of a bound
/// to that distance, where its score is finite.
/// </remarks>
internal sealed class Box : Bijector
{
    private const float Least = 5.9604645e-8f; // 2⁻²⁴: σ and 1 − σ are at least that
    private readonly Tensor low, high, width, logWidth;

    /// <param name="low">Below <paramref name="high"/>, any shape that broadcasts with the value.</param>
    /// <param name="high">The same.</param>
    public Box(Tensor low, Tensor high)
    {
        (this.low, this.high, width) = (low, high, high - low);
        if (!width.IsBetween(0, float.MaxValue, inclusive: false).Span.ContainsAnyExcept(1f)) logWidth = width.Log();
        else throw new ArgumentException($"Box: found bounds {low} and {high}; expected low < high with a finite difference.", nameof(low));
        Codomain = Support.Interval(low, high);
    }

    public override Shape BatchShape => width.Shape;

    public override Support Codomain { get; }

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) =>
        ((x.Sigmoid() * width + low).Minimum(high).Maximum(low), logWidth - (x.Softplus() + (-x).Softplus()));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        // Each from its own bound, so that a value near the upper one keeps its distance.
        Tensor below = ((y - low) / width).Maximum(Least).Log(), above = ((high - y) / width).Maximum(Least).Log();
        return (below - above, -(below + above) - logWidth);
    }
}
