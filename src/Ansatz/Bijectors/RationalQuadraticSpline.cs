using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// An elementwise monotone spline of K rational-quadratic pieces on [−bound, bound], the identity outside, or on a circle. In the bin with corner (xₖ, yₖ), width w, height h and
/// slopes d at its left and e at its right, with s = h/w and ξ = (x − xₖ)/w: y = yₖ + h(sξ² + dξ(1 − ξ))/(s + (d + e − 2s)ξ(1 − ξ)).
/// </summary>
/// <remarks>
/// <para>∂y/∂x = s²(eξ² + 2sξ(1 − ξ) + d(1 − ξ)²)/(s + (d + e − 2s)ξ(1 − ξ))². The inverse is a root of a quadratic, which is solved from the end of the bin where its formula does not
/// cancel. The shares of the bins and their slopes are floats. Given them, all is computed in double.</para>
/// <para>All parameters are unconstrained; zeros give the identity. A constant added to all widths or heights changes nothing. A bin has at least a thousandth of the interval, and a
/// slope lies between 10⁻³ and 10¹².</para>
/// Durkan, Bekasov, Murray, Papamakarios, Neural spline flows (2019), section 3.1, equations 4 to 8. On a circle: Rezende et al., Normalizing flows on tori and
/// spheres (2020), section 2.1.
/// </remarks>
public sealed class RationalQuadraticSpline : Bijector
{
    private const int MostBins = 999;

    private readonly Tensor features; // […, 3K − 1], or […, 3K] on a circle
    private readonly int bins;
    private readonly float bound;
    private readonly SplineFloor floor;
    private readonly Support? circle;

    /// <param name="widths">[…, K] with K from 2 to 999; softmax makes them shares of the interval in x.</param>
    /// <param name="heights">[…, K]; softmax makes them shares of the interval in y.</param>
    /// <param name="slopes">
    /// […, K − 1], at the knots inside; at ±bound the slope is 1. With […, K] the spline is circular: −bound and bound are one point, the last number is the slope there,
    /// and only values of [−bound, bound] are mapped.
    /// </param>
    /// <param name="bound">Half the length of the interval.</param>
    public RationalQuadraticSpline(Tensor widths, Tensor heights, Tensor slopes, float bound = 3)
        : this(Joined(widths, heights, slopes), widths.Shape[^1], bound, SplineFloor.None) { }

    /// <param name="features">Widths, heights and slopes one after the other, […, 3K − 1] or […, 3K].</param>
    /// <param name="bins">K.</param>
    /// <param name="bound">Half the length of the interval.</param>
    /// <param name="floor">The least slopes.</param>
    internal RationalQuadraticSpline(Tensor features, int bins, float bound, SplineFloor floor)
    {
        if (!(bound > 0 && float.IsFinite(2 * bound))) throw new ArgumentException($"RationalQuadraticSpline: the bound is {bound}, expected a positive number below 1.7e38.", nameof(bound));
        if (bins is < 2 or > MostBins) throw new ArgumentException($"RationalQuadraticSpline: {bins} bins of at least a thousandth of the interval do not fit; expected 2 to {MostBins}.", nameof(bins));
        (this.features, this.bins, this.bound, this.floor) = (features, bins, bound, floor);
        if (features.Shape[^1] == 3 * bins) circle = Support.Interval(-bound, bound);
    }

    public override Shape BatchShape => features.Shape[..^1];

    public override Support Domain => Codomain;

    public override Support Codomain => circle ?? Support.Reals;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => x.SplineMap(features, bins, bound, floor, isInverse: false);

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => y.SplineMap(features, bins, bound, floor, isInverse: true);

    private static Tensor Joined(Tensor widths, Tensor heights, Tensor slopes)
    {
        var count = widths.Rank == 0 ? 0 : widths.Shape[^1];
        return count >= 2 && heights.Shape == widths.Shape && slopes.Rank == widths.Rank && slopes.Shape[..^1] == widths.Shape[..^1] && slopes.Shape[^1] - count is 0 or -1
            ? Tensor.Concat(-1, widths, heights, slopes)
            : throw new ArgumentException($"RationalQuadraticSpline: widths, heights and slopes have shapes {widths.Shape}, {heights.Shape} and {slopes.Shape}, expected […, K], […, K] and […, K − 1], or […, K] on a circle, with K ≥ 2.", nameof(slopes));
    }
}
