using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// Rational-quadratic splines of K bins on [−B, B], and the identity outside. Lanes are elements: 16 are computed at once. Each element has its own spline, given
/// by its features: K logits of widths, K logits of heights, and K − 1 raw slopes at the inner knots. A circular spline has K raw slopes.
/// </summary>
/// <remarks>
/// <para>In the bin with corner (xₖ, yₖ), width w, height h, slopes d and e at its ends, s = h/w, ξ = (x − xₖ)/w and p = ξ(1 − ξ):
/// y = yₖ + h·q/D with q = sξ² + dp and D = s + (d + e − 2s)p, and ∂y/∂x = s²N/D² with N = eξ² + 2sp + d(1 − ξ)².</para>
/// <para>For the inverse, ξ is a root of aξ² + bξ + c = 0 with a = s − d + δ(d + e − 2s), b = d − δ(d + e − 2s), c = −sδ and δ = (y − yₖ)/h. The root is
/// −2c/(b + √(b² − 4ac)). Its denominator has no cancellation if b ≥ 0. If b &lt; 0, the equation is solved for 1 − ξ instead: d and e are exchanged, and 1 − δ replaces
/// δ. The b of that equation is positive.</para>
/// <para>The width of a bin is 2B(m + (1 − Km)·softmax) with m = 10⁻³. A height is λ times the width plus 1 − λ times a size of the same kind, so that s ≥ λ. The last bin takes the rest of the interval.
/// A raw slope r gives the slope softplus(r + c) + l, where the constant c is chosen so that r = 0 gives the slope 1. <see cref="SplineFloor"/> has λ, l and c.</para>
/// <para>Softmax and slopes are floats, like the features: their errors of some 10⁻⁷ change which spline it is, in both directions alike. Given them, the knots and the equation are computed in double, from
/// and to doubles, so that the inverse undoes the spline. Gradients are floats again.</para>
/// </remarks>
internal readonly unsafe struct SplineLanes
{
    /// <summary>The number of lanes.</summary>
    public const int Count = Lanes.Count;

    /// <summary>m.</summary>
    public const double SmallestBin = 1e-3;

    /// <summary>The limit of the raw slopes.</summary>
    public const float LargestSlope = 1e12f;

    private readonly float* features;
    private readonly int featureCount, bins;
    private readonly double bound;
    private readonly SplineFloor floor;
    private readonly bool isInverse;

    public SplineLanes(float* features, int featureCount, int bins, float bound, SplineFloor floor, bool isInverse)
    {
        this.features = features;
        (this.featureCount, this.bins, this.bound, this.floor, this.isInverse) = (featureCount, bins, bound, floor, isInverse);
    }

    /// <summary>The floats of scratch memory per thread: the features, one vector per feature; the softmax of the widths and of the heights; and what is known of the bins.</summary>
    public int MemoryLength => (featureCount + 2 * bins) * Count + SplineBins.Length;

    /// <summary>Whether −B and B are one point, which has a raw slope too.</summary>
    private bool IsCircular => featureCount == 3 * bins;

    /// <summary>1 − Km: the share of the interval that remains after each bin has received its smallest width.</summary>
    private double FreeShare => 1 - bins * SmallestBin;

    /// <summary>y and log ∂y/∂x, or x and log ∂x/∂y, of elements first to first + count − 1; y is returned in two halves.</summary>
    public (Vector512<double> Low, Vector512<double> High, Vector512<float> LogSlope) At(int first, double* x, int count, float* memory)
    {
        var (low, high) = (WideLanes.Load(x + first, count), WideLanes.Load(x + first + SplineBins.Half, count - SplineBins.Half));
        Vector512<double> isLowInside = IsInside(low), isHighInside = IsInside(high);
        var inside = WideLanes.Mask(isLowInside, isHighInside);
        if (inside == Vector512<float>.Zero) return (low, high, Vector512<float>.Zero);
        var found = Find(first, count, low & isLowInside, high & isHighInside, memory);
        var lower = Map(found, 0);
        var upper = Map(found, 1);
        var logSlope = VectorMath.Log(found.Slope) & inside;
        return (ConditionalSelect(isLowInside, lower, low), ConditionalSelect(isHighInside, upper, high), isInverse ? -logSlope : logSlope);
    }

    /// <summary>
    /// Returns the gradient of the input, given the gradients of the two results of <see cref="At"/>. Writes the gradients of the features to
    /// <paramref name="gradientOfFeatures"/>.
    /// </summary>
    public Vector512<float> Gradient(int first, double* x, float* gradientOfValue, float* gradientOfLogSlope, int count, float* gradientOfFeatures, float* memory)
    {
        Vector512<float> g = Lanes.Load(new(gradientOfValue, count)), gl = Lanes.Load(new(gradientOfLogSlope, count));
        var (low, high) = (WideLanes.Load(x + first, count), WideLanes.Load(x + first + SplineBins.Half, count - SplineBins.Half));
        Vector512<double> isLowInside = IsInside(low), isHighInside = IsInside(high);
        var inside = WideLanes.Mask(isLowInside, isHighInside);
        var to = gradientOfFeatures + (nint)first * featureCount;
        if (inside == Vector512<float>.Zero)
        {
            new Span<float>(to, count * featureCount).Clear();
            return g;
        }
        var found = Find(first, count, low & isLowInside, high & isHighInside, memory);
        for (var half = 0; half < 2; half++) new SplineBin(found, half, isInverse).Keep(found, half);
        var gradients = new SplineGradients(found, g & inside, gl & inside, isInverse);
        // A height has λ of its width.
        var share = Create(floor.OfSecants);
        ShareGradients(0, found.Index, FusedMultiplyAdd(share, gradients.OfCornerY, gradients.OfCornerX), FusedMultiplyAdd(share, gradients.OfHeight, gradients.OfWidth), 1, memory);
        ShareGradients(bins, found.Index, gradients.OfCornerY, gradients.OfHeight, 1 - floor.OfSecants, memory);
        SlopeGradients(found, gradients.OfLeft, gradients.OfRight, memory);
        // Back from one vector per feature to one row per element.
        Panels.Transpose(memory, Count, featureCount, count, to, featureCount);
        return ConditionalSelect(inside, gradients.OfInput, g);
    }

    private Vector512<double> IsInside(Vector512<double> v) => LessThanOrEqual(Abs(v), Create(bound));

    /// <summary>The value of 8 lanes; the slope stays in memory.</summary>
    private Vector512<double> Map(SplineBins found, int half)
    {
        var (value, slope) = new SplineBin(found, half, isInverse).Results(isInverse);
        found.SetSlope(half, slope);
        return value;
    }

    /// <summary>Reads the features, and finds the bin of each value.</summary>
    private SplineBins Find(int first, int count, Vector512<double> low, Vector512<double> high, float* memory)
    {
        // The features of lanes without an element are 0: such a spline is the identity.
        if (count < Count) new Span<float>(memory, featureCount * Count).Clear();
        Panels.Transpose(features + (nint)first * featureCount, featureCount, count, featureCount, memory, Count);
        var softmax = memory + featureCount * Count;
        Softmax(memory, softmax);
        Softmax(memory + bins * Count, softmax + bins * Count);
        var found = new SplineBins(softmax + 2 * bins * Count, low, high);
        for (var half = 0; half < 2; half++) Search(found, half, softmax);
        SetSlopes(found, memory + 2 * bins * Count);
        return found;
    }

    private void Softmax(float* logits, float* to)
    {
        var largest = Vector512.Load(logits);
        for (var k = 1; k < bins; k++)
        {
            var logit = Vector512.Load(logits + k * Count);
            largest = ConditionalSelect(GreaterThan(logit, largest), logit, largest);
        }
        var sum = Vector512<float>.Zero;
        for (var k = 0; k < bins; k++)
        {
            var e = VectorMath.Exp(Vector512.Load(logits + k * Count) - largest);
            e.Store(to + k * Count);
            sum += e;
        }
        var inverse = Vector512<float>.One / sum;
        for (var k = 0; k < bins; k++) (Vector512.Load(to + k * Count) * inverse).Store(to + k * Count);
    }

    /// <summary>Adds up widths and heights until the bin of each v is reached, for 8 lanes.</summary>
    private void Search(SplineBins found, int half, float* softmax)
    {
        Vector512<double> least = Create(2 * bound * SmallestBin), free = Create(2 * bound * FreeShare), v = found.Input(half);
        Vector512<double> ofWidth = Create((double)floor.OfSecants), leastHeight = least * (Vector512<double>.One - ofWidth), freeHeight = free * (Vector512<double>.One - ofWidth);
        Vector512<double> x = Create(-bound), y = x, binX = x, binY = x, index = Vector512<double>.Zero;
        float* widths = softmax + half * SplineBins.Half, heights = widths + bins * Count;
        var width = FusedMultiplyAdd(WideLanes.Of(widths), free, least);
        var height = FusedMultiplyAdd(width, ofWidth, FusedMultiplyAdd(WideLanes.Of(heights), freeHeight, leastHeight));
        Vector512<double> binWidth = width, binHeight = height;
        for (var k = 1; k < bins; k++)
        {
            x += width;
            y += height;
            // The last bin ends at B whatever the rounding of the others.
            width = k == bins - 1 ? Create(bound) - x : FusedMultiplyAdd(WideLanes.Of(widths + k * Count), free, least);
            height = k == bins - 1 ? Create(bound) - y : FusedMultiplyAdd(width, ofWidth, FusedMultiplyAdd(WideLanes.Of(heights + k * Count), freeHeight, leastHeight));
            var reached = GreaterThanOrEqual(v, isInverse ? y : x);
            binX = ConditionalSelect(reached, x, binX);
            binY = ConditionalSelect(reached, y, binY);
            binWidth = ConditionalSelect(reached, width, binWidth);
            binHeight = ConditionalSelect(reached, height, binHeight);
            index = ConditionalSelect(reached, Create((double)k), index);
        }
        found.SetBin(half, index, binX, binWidth, binY, binHeight);
    }

    /// <summary>The slopes at the ends of each bin. Unless the spline is circular, the slope at −B and B is exactly 1; that of a raw slope of 0 is 1 only up to rounding.</summary>
    private void SetSlopes(SplineBins found, float* raw)
    {
        Vector512<float> left = IsCircular ? Vector512.Load(raw + (bins - 1) * Count) : Vector512<float>.Zero, right = Vector512.Load(raw), index = found.Index;
        for (var k = 1; k < bins; k++)
        {
            var isThis = Vector512.Equals(index, Create((float)k));
            left = ConditionalSelect(isThis, Vector512.Load(raw + (k - 1) * Count), left);
            right = ConditionalSelect(isThis, k < bins - 1 || IsCircular ? Vector512.Load(raw + k * Count) : Vector512<float>.Zero, right);
        }
        Vector512<float> d = SlopeOf(left), e = SlopeOf(right);
        if (!IsCircular)
        {
            d = ConditionalSelect(Vector512.Equals(index, Vector512<float>.Zero), Vector512<float>.One, d);
            e = ConditionalSelect(Vector512.Equals(index, Create(bins - 1f)), Vector512<float>.One, e);
        }
        found.SetSlopes(left, right, d, e);
    }

    /// <summary>Replaces K logits of widths, or of heights, in memory by their gradients.</summary>
    /// <remarks>
    /// The corner of a bin is −B plus the sizes of all bins before it. So the gradient of the size of each bin before it is <paramref name="ofCorner"/>. That of the bin's
    /// own size is <paramref name="ofSize"/>, and those of later bins are 0. The derivative of the softmax then gives the gradients of the logits.
    /// </remarks>
    private void ShareGradients(int start, Vector512<float> index, Vector512<float> ofCorner, Vector512<float> ofSize, float factor, float* memory)
    {
        float* softmax = memory + (featureCount + start) * Count, to = memory + start * Count;
        var mean = Vector512<float>.Zero;
        for (var k = 0; k < bins; k++)
        {
            var place = Create((float)k);
            var ofShare = (GreaterThan(index, place) & ofCorner) | (Vector512.Equals(index, place) & ofSize);
            ofShare.Store(to + k * Count);
            mean = FusedMultiplyAdd(Vector512.Load(softmax + k * Count), ofShare, mean);
        }
        var scale = Create((float)(2 * bound * FreeShare * factor));
        for (var k = 0; k < bins; k++) (scale * Vector512.Load(softmax + k * Count) * (Vector512.Load(to + k * Count) - mean)).Store(to + k * Count);
    }

    /// <summary>Replaces the raw slopes in memory by their gradients.</summary>
    private void SlopeGradients(SplineBins found, Vector512<float> ofLeft, Vector512<float> ofRight, float* memory)
    {
        var index = found.Index;
        ofLeft *= SigmoidOf(found.LeftRaw);
        ofRight *= SigmoidOf(found.RightRaw);
        var count = featureCount - 2 * bins;
        var to = memory + 2 * bins * Count;
        for (var k = 0; k < count; k++)
        {
            // Raw slope k belongs to the knot between bin k and bin k + 1. On a circle, bin 0 follows the last bin.
            var next = k + 1 == bins ? 0 : k + 1;
            ((Vector512.Equals(index, Create((float)next)) & ofLeft) + (Vector512.Equals(index, Create((float)k)) & ofRight)).Store(to + k * Count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector512<float> SlopeOf(Vector512<float> raw) => VectorMath.Softplus(Smaller(raw, LargestSlope) + Create(floor.Shift)) + Create(floor.OfSlopes);

    // The derivative of SlopeOf. It is 0 above LargestSlope, where SlopeOf is constant.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector512<float> SigmoidOf(Vector512<float> raw) => VectorMath.Sigmoid(raw + Create(floor.Shift)) & LessThanOrEqual(raw, Create(LargestSlope));

    private static Vector512<float> Smaller(Vector512<float> a, float limit) => ConditionalSelect(GreaterThan(a, Create(limit)), Create(limit), a);
}
