using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = x + shift on a circle of circumference 2·bound: what leaves [−bound, bound] comes in at the other end. Elementwise; log-determinant 0.
/// </summary>
/// <remarks>
/// Between two circular splines it moves the point where each of them starts. Rezende et al., Normalizing flows on tori and spheres (2020), section 2.1.
/// </remarks>
public sealed class CircularShift : Bijector
{
    private readonly Tensor shift;
    private readonly float bound;

    /// <param name="shift">Any shape that broadcasts with the value.</param>
    /// <param name="bound">Half the circumference, such as π.</param>
    public CircularShift(Tensor shift, float bound)
    {
        if (!(bound > 0 && float.IsFinite(2 * bound)))
            throw new ArgumentOutOfRangeException(nameof(bound), FormattableString.Invariant($"CircularShift: the bound is {bound}; expected a positive number below 1.7e38."));
        (this.shift, this.bound) = (shift, bound);
        Codomain = Support.Interval(-bound, bound);
    }

    public override Shape BatchShape => shift.Shape;

    public override Support Domain => Codomain;

    public override Support Codomain { get; }

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => Wrapped(x + Whole(shift));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => Wrapped(y - Whole(shift));

    // The shift without its whole turns, so that a large one loses no digits of x.
    private Tensor Whole(Tensor value) => value - Turns(value);

    private (Tensor Result, Tensor LogDet) Wrapped(Tensor value)
    {
        var result = (value - Turns(value)).Clamp(-bound, bound);
        return (result, NoVolumeChange(result));
    }

    // The multiple of 2·bound that lies nearest below value + bound.
    private Tensor Turns(Tensor value) => ((value.StopGradient() + bound) / (2 * bound)).Floor() * (2 * bound);
}
