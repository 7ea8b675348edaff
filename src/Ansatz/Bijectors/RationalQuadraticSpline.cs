using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// An elementwise monotone spline of K rational-quadratic pieces on [−bound, bound], the identity outside, or on a circle. In the bin that holds x, with corner
/// (xₖ, yₖ), width w, height h, slopes d at its left and e at its right, s = h/w and ξ = (x − xₖ)/w:
/// y = yₖ + h(sξ² + dξ(1 − ξ))/(s + (d + e − 2s)ξ(1 − ξ)).
/// </summary>
/// <remarks>
/// <para>∂y/∂x = s²(eξ² + 2sξ(1 − ξ) + d(1 − ξ)²)/(s + (d + e − 2s)ξ(1 − ξ))². The inverse is a root of the quadratic aξ² + bξ + c with
/// a = s − d + δ(d + e − 2s), b = d − δ(d + e − 2s), c = −sδ and δ = (y − yₖ)/h: −2c/(b + √(b² − 4ac)), which does not cancel for b ≥ 0. If b is negative,
/// the mirror image is solved: 1 − ξ with d and e exchanged and 1 − δ, whose b is positive. So the smaller of ξ and 1 − ξ keeps its digits.</para>
/// <para>Rounding may leave ξ outside [0, 1], where the slope can be negative; so it is limited to [0, 1].</para>
/// <para>Slopes are divided by the largest of s, d and e before they are added or squared, so that no product overflows. All parameters are unconstrained;
/// zeros give the identity. A constant added to all widths or heights changes nothing. Slopes beyond 10¹² count as 10¹²: no gradient overflows.</para>
/// Durkan, Bekasov, Murray, Papamakarios, Neural spline flows (2019), section 3.1, equations 4 to 8. On a circle: Rezende et al., Normalizing flows on tori and
/// spheres (2020), section 2.1.
/// </remarks>
public sealed class RationalQuadraticSpline : Bijector
{
    private const float SmallestBin = 1e-3f;
    private const float SmallestSlope = 1e-3f;
    private const float LargestSlope = 1e12f;

    private readonly float bound;
    private readonly Support? circle;
    private readonly Tensor innerX; // […, K − 1]
    private readonly Tensor innerY;
    private readonly Tensor bins; // […, 6, K]: xₖ, w, yₖ, h, d, e of each bin

    /// <param name="widths">[…, K]; softmax makes them shares of the interval in x.</param>
    /// <param name="heights">[…, K]; softmax makes them shares of the interval in y.</param>
    /// <param name="slopes">
    /// […, K − 1], at the knots inside; at ±bound the slope is 1. With […, K] the spline is circular: −bound and bound are one point, the last number is the slope there,
    /// and only values of [−bound, bound] are mapped.
    /// </param>
    /// <param name="bound">Half the length of the interval.</param>
    public RationalQuadraticSpline(Tensor widths, Tensor heights, Tensor slopes, float bound = 3)
    {
        var count = widths.Rank == 0 ? 0 : widths.Shape[^1];
        if (count < 2 || heights.Shape != widths.Shape || slopes.Rank != widths.Rank || slopes.Shape[..^1] != widths.Shape[..^1] || (slopes.Shape[^1] != count - 1 && slopes.Shape[^1] != count))
            throw new ArgumentException($"RationalQuadraticSpline: widths, heights and slopes have shapes {widths.Shape}, {heights.Shape} and {slopes.Shape}, expected […, K], […, K] and […, K − 1], or […, K] on a circle, with K ≥ 2.", nameof(slopes));
        if (!(bound > 0 && float.IsFinite(2 * bound))) throw new ArgumentException($"RationalQuadraticSpline: the bound is {bound}, expected a positive number below 1.7e38.", nameof(bound));
        if (count * SmallestBin >= 1) throw new ArgumentException($"RationalQuadraticSpline: {count} bins of at least {SmallestBin} of the interval do not fit.", nameof(widths));
        this.bound = bound;
        BatchShape = widths.Shape[..^1];
        var (xShares, yShares) = (Shares(widths), Shares(heights));
        innerX = InnerKnots(xShares);
        innerY = InnerKnots(yShares);
        Tensor one = Tensor.Ones(BatchShape.Concat([1])), end = one * bound;
        // softplus(s + c) + smallest is 1 at s = 0.
        var inner = (slopes.Minimum(LargestSlope) + 0.5397424f).Softplus() + SmallestSlope;
        var isCircular = slopes.Shape[^1] == count;
        if (isCircular) circle = Support.Interval(-bound, bound);
        var atStart = isCircular ? inner.Slice(-1, count - 1, 1) : one;
        Tensor left = Tensor.Concat(-1, -end, innerX), lower = Tensor.Concat(-1, -end, innerY);
        // A size is its share of the interval: a difference of knots would have lost the digits of a narrow bin.
        bins = Stack(
            left, xShares * (2 * bound),
            lower, yShares * (2 * bound),
            Tensor.Concat(-1, atStart, isCircular ? inner.Slice(-1, 0, count - 1) : inner), isCircular ? inner : Tensor.Concat(-1, inner, one));
    }

    public override Shape BatchShape { get; }

    public override Support Domain => Codomain;

    public override Support Codomain => circle ?? Support.Reals;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var inside = x.StopGradient().IsBetween(-bound, bound);
        var within = inside.Where(x, 0f);
        var bin = BinOf(within, innerX);
        var xi = ((within - bin.X) / bin.Width).Clamp(0, 1);
        var (y, logSlope) = bin.At(xi, 1 - xi);
        return (inside.Where(y, x), inside.Where(logSlope, 0f));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var inside = y.StopGradient().IsBetween(-bound, bound);
        var within = inside.Where(y, 0f);
        var bin = BinOf(within, innerY);
        var (xi, rest) = bin.Solve(within - bin.Y);
        var x = bin.X + xi * bin.Width;
        return (inside.Where(x, y), inside.Where(-bin.At(xi, rest).LogSlope, 0f));
    }

    private static Tensor Shares(Tensor logits) => logits.Softmax().Affine(1 - logits.Shape[^1] * SmallestBin, SmallestBin);

    // The knots between −bound and bound: cumulative sums of the shares.
    private Tensor InnerKnots(Tensor shares)
    {
        var count = shares.Shape[^1];
        var sums = new float[count * (count - 1)];
        for (var i = 0; i < count; i++)
            for (var k = i; k < count - 1; k++) sums[i * (count - 1) + k] = 2 * bound;
        var rows = shares.Reshape([shares.Length / count, count]).MatMul(Tensor.From(sums, [count, count - 1]));
        return rows.Reshape(shares.Shape[..^1].Concat([count - 1])) - bound;
    }

    // The bin is the number of knots at or below the value, as a one-hot vector: (1, g) − (g, 0) with gₖ = 1 where the value is at least knot k.
    private Bin BinOf(Tensor value, Tensor knots)
    {
        var reached = (value.StopGradient().Reshape(value.Shape.Concat([1])) - knots.StopGradient()).IsBetween(0, float.PositiveInfinity);
        var edge = Tensor.Ones(reached.Shape[..^1].Concat([1]));
        var oneHot = Tensor.Concat(-1, edge, reached) - Tensor.Concat(-1, reached, edge * 0);
        var chosen = (bins * oneHot.Reshape([.. oneHot.Shape.Dimensions[..^1], 1, oneHot.Shape[^1]])).Sum(-1);
        Tensor Entry(int i) => chosen.Slice(-1, i, 1).SumLast(1);
        return new Bin(Entry(0), Entry(1), Entry(2), Entry(3), Entry(4), Entry(5));
    }

    private static Tensor Stack(params ReadOnlySpan<Tensor> rows)
    {
        var stacked = new Tensor[rows.Length];
        for (var i = 0; i < rows.Length; i++) stacked[i] = rows[i].Reshape([.. rows[i].Shape.Dimensions[..^1], 1, rows[i].Shape[^1]]);
        return Tensor.Concat(-2, stacked);
    }

    /// <summary>One piece for each value: its corner, its size and its slopes at the left and the right.</summary>
    private readonly record struct Bin(Tensor X, Tensor Width, Tensor Y, Tensor Height, Tensor Left, Tensor Right)
    {
        /// <summary>y and log ∂y/∂x at ξ, given rest = 1 − ξ too, since near 1 a float ξ has lost its digits.</summary>
        public (Tensor Y, Tensor LogSlope) At(Tensor xi, Tensor rest)
        {
            var (s, left, right, unit) = Slopes();
            var product = xi * rest;
            var denominator = s * (1 - 2 * product) + (left + right) * product;
            var y = Y + Height * ((s * xi.Square() + left * product) / denominator);
            var slope = right * xi.Square() + s * product * 2 + left * rest.Square();
            return (y, (s.Log() - denominator.Log()) * 2 + slope.Log() + unit.Log());
        }

        /// <summary>ξ and 1 − ξ at the height Δ = y − yₖ above the corner.</summary>
        public (Tensor Xi, Tensor ToRight) Solve(Tensor above)
        {
            const float SmallestDiscriminant = 1e-37f; // keeps the slope of the root finite
            var (s, left, right, _) = Slopes();
            var share = above / Height;
            var isNear = (left - share * (left + right - s * 2)).IsBetween(0, float.PositiveInfinity);
            isNear = isNear.StopGradient();
            // The quadratic belongs to the bin or to its mirror image.
            var (first, portion) = (isNear.Where(left, right), isNear.Where(share, 1 - share));
            var bend = portion * (left + right - s * 2);
            Tensor b = first - bend, numerator = s * portion * 2;
            var denominator = b + (b.Square() + (s - first + bend) * numerator * 2).Maximum(SmallestDiscriminant).Sqrt();
            // Limited before the division, a root of 1 has gradient 0, where a quotient that overflows would give 0·∞.
            var root = numerator.Maximum(0f).Minimum(denominator) / denominator;
            return (isNear.Where(root, 1 - root), isNear.Where(1 - root, root));
        }

        /// <summary>s, d and e as multiples of the largest, which does not change ξ and y, and the largest.</summary>
        private (Tensor Secant, Tensor Left, Tensor Right, Tensor Unit) Slopes()
        {
            var s = Height / Width;
            var unit = s.StopGradient().Maximum(Left.StopGradient()).Maximum(Right.StopGradient());
            return (s / unit, Left / unit, Right / unit, unit);
        }
    }
}
