using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// Rational-quadratic splines of K bins on [−B, B], and the identity outside. Lanes are elements: 8 are computed at once, in double. Each element has its own spline, given
/// by its features: K logits of widths, K logits of heights, and K − 1 raw slopes at the inner knots. A circular spline has K raw slopes.
/// </summary>
/// <remarks>
/// <para>In the bin with corner (xₖ, yₖ), width w, height h, slopes d and e at its ends, s = h/w, ξ = (x − xₖ)/w and p = ξ(1 − ξ):
/// y = yₖ + h·q/D with q = sξ² + dp and D = s + (d + e − 2s)p, and ∂y/∂x = s²N/D² with N = eξ² + 2sp + d(1 − ξ)².</para>
/// <para>For the inverse, ξ is a root of aξ² + bξ + c = 0 with a = s − d + δ(d + e − 2s), b = d − δ(d + e − 2s), c = −sδ and δ = (y − yₖ)/h. The root is
/// −2c/(b + √(b² − 4ac)). Its denominator has no cancellation if b ≥ 0. If b &lt; 0, the equation is solved for 1 − ξ instead: d and e are exchanged, and 1 − δ replaces
/// δ. The b of that equation is positive.</para>
/// <para>The width of a bin is 2B(m + (1 − Km)·softmax) with m = 10⁻³; heights are computed in the same way. A raw slope r gives the slope softplus(r + c) + 10⁻³,
/// where the constant c is chosen so that r = 0 gives the slope 1.</para>
/// </remarks>
internal readonly unsafe struct SplineLanes
{
    /// <summary>The number of lanes.</summary>
    public const int Count = 8;

    private const double SmallestBin = 1e-3, SmallestSlope = 1e-3, LargestSlope = 1e12;

    // c = log(e^{1 − 10⁻³} − 1), so that softplus(c) = 1 − 10⁻³.
    private const double SlopeShift = 0.53974241723692072;

    private readonly float* features;
    private readonly int featureCount, bins;
    private readonly double bound;
    private readonly bool isInverse;

    public SplineLanes(float* features, int featureCount, int bins, float bound, bool isInverse)
    {
        this.features = features;
        (this.featureCount, this.bins, this.bound, this.isInverse) = (featureCount, bins, bound, isInverse);
    }

    /// <summary>The doubles of scratch memory per thread: the features, one vector per feature, then the softmax of the widths and of the heights.</summary>
    public int MemoryLength => (featureCount + 2 * bins) * Count;

    /// <summary>Whether −B and B are one point, which has a raw slope too.</summary>
    private bool IsCircular => featureCount == 3 * bins;

    /// <summary>1 − Km: the share of the interval that remains after each bin has received its smallest width.</summary>
    private double FreeShare => 1 - bins * SmallestBin;

    /// <summary>y and log ∂y/∂x, or x and log ∂x/∂y, of elements first to first + count − 1.</summary>
    public (Vector512<double> Value, Vector512<double> LogSlope) At(int first, float* x, int count, double* memory)
    {
        var v = Load(x + first, count);
        var inside = IsInside(v);
        if (inside == Vector512<double>.Zero) return (v, Vector512<double>.Zero);
        var bin = Find(first, count, ConditionalSelect(inside, v, Vector512<double>.Zero), memory);
        var slope = bin.Slope();
        var logSlope = DoubleMath.Log(slope);
        return isInverse
            ? (ConditionalSelect(inside, bin.X + bin.Xi * bin.Width, v), ConditionalSelect(inside, -logSlope, Vector512<double>.Zero))
            : (ConditionalSelect(inside, bin.Y + bin.Height * (bin.Q / bin.D), v), ConditionalSelect(inside, logSlope, Vector512<double>.Zero));
    }

    /// <summary>
    /// Returns the gradient of the input, given the gradients of the two results of <see cref="At"/>. Writes the gradients of the features to
    /// <paramref name="gradientOfFeatures"/>.
    /// </summary>
    /// <remarks>
    /// Let y = f(x; θ) and L = log f′. Primes are derivatives with respect to x, and an index θ means a derivative with respect to the features.
    /// Forward: gx = gy·f′ + gl·L′ and gθ = gy·fθ + gl·Lθ. The inverse solves f(x; θ) = y for x, and its log-slope is −L. So the total gradient of x is
    /// T = gx − gl·L′. With dx/dy = 1/f′ and dx/dθ = −fθ/f′, gy = T/f′ and gθ = −(T/f′)·fθ − gl·Lθ.
    /// </remarks>
    public Vector512<double> Gradient(int first, float* x, float* gradientOfValue, float* gradientOfLogSlope, int count, float* gradientOfFeatures, double* memory)
    {
        Vector512<double> v = Load(x + first, count), g = Load(gradientOfValue, count), gl = Load(gradientOfLogSlope, count), zero = Vector512<double>.Zero, two = Create(2.0);
        var inside = IsInside(v);
        if (inside == zero)
        {
            for (var lane = 0; lane < count; lane++) new Span<float>(gradientOfFeatures + (nint)(first + lane) * featureCount, featureCount).Clear();
            return g;
        }
        var bin = Find(first, count, ConditionalSelect(inside, v, zero), memory);
        Vector512<double> xi = bin.Xi, oneMinusXi = bin.OneMinusXi, p = bin.P, d = bin.Left, e = bin.Right, s = bin.Secant, q = bin.Q, n = bin.N;
        Vector512<double> inverseD = Vector512<double>.One / bin.D, slope = bin.Slope();
        // The derivatives of p, y and L with respect to ξ.
        var pXi = oneMinusXi - xi;
        Vector512<double> yXi = slope * bin.Width, lXi = two * ((e * xi - d * oneMinusXi + s * pXi) / n - (d + e - two * s) * pXi * inverseD);
        Vector512<double> gy, glogs, result;
        if (isInverse)
        {
            var total = g - gl * lXi / bin.Width;
            result = total / slope;
            (gy, glogs) = (-result, -gl);
        }
        else
        {
            result = g * slope + gl * lXi / bin.Width;
            (gy, glogs) = (g, gl);
        }
        (gy, glogs) = (ConditionalSelect(inside, gy, zero), ConditionalSelect(inside, glogs, zero));
        // The gradients of s, d and e while ξ and h are held constant. The corner and the width also change ξ.
        var scaled = gy * bin.Height * inverseD * inverseD;
        var gs = scaled * (xi * xi * bin.D - q * (Vector512<double>.One - two * p)) + glogs * two * (Vector512<double>.One / s + p / n - (Vector512<double>.One - two * p) * inverseD);
        var gd = scaled * p * (bin.D - q) + glogs * (oneMinusXi * oneMinusXi / n - two * p * inverseD);
        var ge = -scaled * p * q + glogs * (xi * xi / n - two * p * inverseD);
        var gXi = gy * yXi + glogs * lXi;
        var gCornerX = -gXi / bin.Width;
        var gWidth = -(gs * s + gXi * xi) / bin.Width;
        var gHeight = gy * q * inverseD + gs / bin.Width;
        ShareGradients(0, bin.Index, gCornerX, gWidth, memory);
        ShareGradients(bins, bin.Index, gy, gHeight, memory);
        SlopeGradients(bin, gd, ge, memory);
        for (var lane = 0; lane < count; lane++)
        {
            var to = gradientOfFeatures + (nint)(first + lane) * featureCount;
            for (var j = 0; j < featureCount; j++) to[j] = (float)memory[j * Count + lane];
        }
        return ConditionalSelect(inside, result, g);
    }

    /// <summary>Writes the first lanes as floats.</summary>
    public static void Store(Vector512<double> values, float* to, int count)
    {
        for (var lane = 0; lane < Math.Min(count, Count); lane++) to[lane] = (float)values[lane];
    }

    // If there are fewer than 8 elements, the other lanes repeat the last one.
    private static Vector512<double> Load(float* from, int count)
    {
        var values = stackalloc double[Count];
        for (var lane = 0; lane < Count; lane++) values[lane] = from[Math.Min(lane, count - 1)];
        return Vector512.Load(values);
    }

    private Vector512<double> IsInside(Vector512<double> v) => GreaterThanOrEqual(v, Create(-bound)) & LessThanOrEqual(v, Create(bound));

    /// <summary>Reads the features, and finds the bin of each v and the ξ of v in this bin.</summary>
    private Bin Find(int first, int count, Vector512<double> v, double* memory)
    {
        for (var lane = 0; lane < Count; lane++)
        {
            var from = features + (nint)(first + Math.Min(lane, count - 1)) * featureCount;
            for (var j = 0; j < featureCount; j++) memory[j * Count + lane] = from[j];
        }
        var softmax = memory + featureCount * Count;
        Softmax(memory, softmax);
        Softmax(memory + bins * Count, softmax + bins * Count);

        Vector512<double> least = Create(2 * bound * SmallestBin), free = Create(2 * bound * FreeShare);
        Vector512<double> x = Create(-bound), y = x, binX = x, binY = x, index = Vector512<double>.Zero;
        var width = FusedMultiplyAdd(Vector512.Load(softmax), free, least);
        var height = FusedMultiplyAdd(Vector512.Load(softmax + bins * Count), free, least);
        var raw = memory + 2 * bins * Count;
        Vector512<double> binWidth = width, binHeight = height, left = IsCircular ? Vector512.Load(raw + (bins - 1) * Count) : Vector512<double>.Zero, right = Vector512.Load(raw);
        for (var k = 1; k < bins; k++)
        {
            x += width;
            y += height;
            width = FusedMultiplyAdd(Vector512.Load(softmax + k * Count), free, least);
            height = FusedMultiplyAdd(Vector512.Load(softmax + (bins + k) * Count), free, least);
            var reached = GreaterThanOrEqual(v, isInverse ? y : x);
            binX = ConditionalSelect(reached, x, binX);
            binY = ConditionalSelect(reached, y, binY);
            binWidth = ConditionalSelect(reached, width, binWidth);
            binHeight = ConditionalSelect(reached, height, binHeight);
            index = ConditionalSelect(reached, Create((double)k), index);
            left = ConditionalSelect(reached, Vector512.Load(raw + (k - 1) * Count), left);
            right = ConditionalSelect(reached, k < bins - 1 || IsCircular ? Vector512.Load(raw + k * Count) : Vector512<double>.Zero, right);
        }
        // Unless the spline is circular, the slope at −B and B is exactly 1. SlopeOf(0) would be 1 only up to rounding.
        Vector512<double> d = SlopeOf(left), e = SlopeOf(right);
        if (!IsCircular)
        {
            d = ConditionalSelect(Vector512.Equals(index, Vector512<double>.Zero), Vector512<double>.One, d);
            e = ConditionalSelect(Vector512.Equals(index, Create(bins - 1.0)), Vector512<double>.One, e);
        }
        return new Bin(index, binX, binWidth, binY, binHeight, d, e, left, right, v, isInverse);
    }

    private void Softmax(double* logits, double* to)
    {
        var largest = Vector512.Load(logits);
        for (var k = 1; k < bins; k++) largest = Larger(largest, Vector512.Load(logits + k * Count));
        var sum = Vector512<double>.Zero;
        for (var k = 0; k < bins; k++)
        {
            var e = DoubleMath.Exp(Vector512.Load(logits + k * Count) - largest);
            Vector512.Store(e, to + k * Count);
            sum += e;
        }
        for (var k = 0; k < bins; k++) Vector512.Store(Vector512.Load(to + k * Count) / sum, to + k * Count);
    }

    /// <summary>Replaces K logits of widths, or of heights, in memory by their gradients.</summary>
    /// <remarks>
    /// The corner of a bin is −B plus the sizes of all bins before it. So the gradient of the size of each bin before it is <paramref name="ofCorner"/>. That of the bin's
    /// own size is <paramref name="ofSize"/>, and those of later bins are 0. The derivative of the softmax then gives the gradients of the logits.
    /// </remarks>
    private void ShareGradients(int start, Vector512<double> index, Vector512<double> ofCorner, Vector512<double> ofSize, double* memory)
    {
        var softmax = memory + (featureCount + start) * Count;
        Vector512<double> scale = Create(2 * bound * FreeShare), mean = Vector512<double>.Zero;
        for (var k = 0; k < bins; k++) mean = FusedMultiplyAdd(Vector512.Load(softmax + k * Count), OfShare(k), mean);
        for (var k = 0; k < bins; k++)
            Vector512.Store(scale * Vector512.Load(softmax + k * Count) * (OfShare(k) - mean), memory + (start + k) * Count);

        Vector512<double> OfShare(int k) => ConditionalSelect(GreaterThan(index, Create((double)k)), ofCorner,
            ConditionalSelect(Vector512.Equals(index, Create((double)k)), ofSize, Vector512<double>.Zero));
    }

    /// <summary>Replaces the raw slopes in memory by their gradients.</summary>
    private void SlopeGradients(in Bin bin, Vector512<double> ofLeft, Vector512<double> ofRight, double* memory)
    {
        ofLeft *= SigmoidOf(bin.LeftRaw);
        ofRight *= SigmoidOf(bin.RightRaw);
        var count = featureCount - 2 * bins;
        var to = memory + 2 * bins * Count;
        for (var k = 0; k < count; k++)
        {
            // Raw slope k belongs to the knot between bin k and bin k + 1. On a circle, bin 0 follows the last bin.
            var next = k + 1 == bins ? 0 : k + 1;
            var sum = ConditionalSelect(Vector512.Equals(bin.Index, Create((double)next)), ofLeft, Vector512<double>.Zero)
                + ConditionalSelect(Vector512.Equals(bin.Index, Create((double)k)), ofRight, Vector512<double>.Zero);
            Vector512.Store(sum, to + k * Count);
        }
    }

    private static Vector512<double> SlopeOf(Vector512<double> raw)
    {
        var z = Smaller(raw, Create(LargestSlope)) + Create(SlopeShift);
        return Larger(z, Vector512<double>.Zero) + DoubleMath.Log(Vector512<double>.One + DoubleMath.Exp(-Abs(z))) + Create(SmallestSlope);
    }

    // The derivative of SlopeOf. It is 0 above LargestSlope, where SlopeOf is constant.
    private static Vector512<double> SigmoidOf(Vector512<double> raw) => ConditionalSelect(GreaterThan(raw, Create(LargestSlope)), Vector512<double>.Zero,
        Vector512<double>.One / (Vector512<double>.One + DoubleMath.Exp(-(raw + Create(SlopeShift)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Larger(Vector512<double> a, Vector512<double> b) => ConditionalSelect(GreaterThan(b, a), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Smaller(Vector512<double> a, Vector512<double> b) => ConditionalSelect(LessThan(b, a), b, a);

    /// <summary>The bin of each lane, ξ, and the terms of the formulas above. Left and Right are d and e, and Secant is s.</summary>
    private readonly struct Bin
    {
        public readonly Vector512<double> Index, X, Width, Y, Height, Left, Right, LeftRaw, RightRaw, Secant, Xi, OneMinusXi, P, Q, D, N;

        public Bin(Vector512<double> index, Vector512<double> x, Vector512<double> width, Vector512<double> y, Vector512<double> height, Vector512<double> left, Vector512<double> right,
            Vector512<double> leftRaw, Vector512<double> rightRaw, Vector512<double> value, bool isInverse)
        {
            (Index, X, Width, Y, Height, Left, Right, LeftRaw, RightRaw) = (index, x, width, y, height, left, right, leftRaw, rightRaw);
            Secant = height / width;
            if (isInverse)
            {
                (Xi, OneMinusXi) = Solve(Share(value - y, height));
            }
            else
            {
                Xi = Share(value - x, width);
                OneMinusXi = Vector512<double>.One - Xi;
            }
            P = Xi * OneMinusXi;
            Q = Secant * Xi * Xi + left * P;
            // s(1 − 2p) + (d + e)p: p is at most ¼, so both terms are positive.
            D = Secant * (Vector512<double>.One - Create(2.0) * P) + (left + right) * P;
            N = right * Xi * Xi + Create(2.0) * Secant * P + left * OneMinusXi * OneMinusXi;
        }

        /// <summary>∂y/∂x.</summary>
        public Vector512<double> Slope()
        {
            var ratio = Secant / D;
            return ratio * ratio * N;
        }

        /// <summary>Solves the quadratic equation of the inverse for ξ, given δ.</summary>
        private (Vector512<double> Xi, Vector512<double> OneMinusXi) Solve(Vector512<double> share)
        {
            var excess = Left + Right - Create(2.0) * Secant;
            var isFromLeft = GreaterThanOrEqual(Left - share * excess, Vector512<double>.Zero);
            Vector512<double> startSlope = ConditionalSelect(isFromLeft, Left, Right), delta = ConditionalSelect(isFromLeft, share, Vector512<double>.One - share);
            Vector512<double> deltaExcess = delta * excess, b = startSlope - deltaExcess, numerator = Create(2.0) * Secant * delta;
            var discriminant = b * b + Create(2.0) * (Secant - startSlope + deltaExcess) * numerator;
            var xi = Share(numerator, b + Sqrt(Larger(discriminant, Vector512<double>.Zero)));
            return (ConditionalSelect(isFromLeft, xi, Vector512<double>.One - xi), ConditionalSelect(isFromLeft, Vector512<double>.One - xi, xi));
        }

        // part / whole. The exact value lies in [0, 1]; the limits remove rounding errors.
        private static Vector512<double> Share(Vector512<double> part, Vector512<double> whole) =>
            Smaller(Larger(part / whole, Vector512<double>.Zero), Vector512<double>.One);
    }
}
