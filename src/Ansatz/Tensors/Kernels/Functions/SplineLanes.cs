using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// Rational-quadratic splines on [−B, B], the identity outside, eight elements at once in double. Lanes are elements; each has features of its own.
/// </summary>
/// <remarks>
/// <para>In the bin with corner (xₖ, yₖ), width w, height h, slopes d and e at its ends, s = h/w, ξ = (x − xₖ)/w and p = ξ(1 − ξ):
/// y = yₖ + h·q/D with q = sξ² + dp and D = s + (d + e − 2s)p, and ∂y/∂x = s²N/D² with N = eξ² + 2sp + d(1 − ξ)².</para>
/// <para>The inverse is a root of aξ² + bξ + c with a = s − d + δ(d + e − 2s), b = d − δ(d + e − 2s), c = −sδ and δ = (y − yₖ)/h: −2c/(b + √(b² − 4ac)), which does not cancel for b ≥ 0. If b is
/// negative, the mirror image is solved: 1 − ξ with d and e exchanged and 1 − δ, whose b is positive.</para>
/// <para>Widths are 2B(m + (1 − Km)·softmax) with m = 10⁻³, heights the same, slopes softplus(r + c) + 10⁻³ with c such that r = 0 gives 1.</para>
/// </remarks>
internal readonly unsafe struct SplineLanes
{
    /// <summary>Elements at once.</summary>
    public const int Count = 8;

    private const double SmallestBin = 1e-3, SmallestSlope = 1e-3, LargestSlope = 1e12;

    // log(e^{1 − 10⁻³} − 1).
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

    /// <summary>Doubles that a thread needs beside: the features by column, then the softmax of widths and heights.</summary>
    public int MemoryLength => (featureCount + 2 * bins) * Count;

    private bool IsCircular => featureCount == 3 * bins;

    /// <summary>The share of an interval that the softmax divides.</summary>
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

    /// <summary>The gradient of x, given those of y and of the log-slope; the gradients of the features are written to their places.</summary>
    /// <remarks>
    /// With y = f(x; θ) and L = log f′: forward, gx = gy·f′ + gl·L′ and gθ = gy·fθ + gl·Lθ. The inverse at y has x with f(x; θ) = y and log-slope −L. There
    /// T = gx − gl·L′ is what x as a whole contributes, so the gradient of y is T/f′ and gθ = −(T/f′)·fθ − gl·Lθ.
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
        Vector512<double> xi = bin.Xi, rest = bin.Rest, p = bin.P, d = bin.Left, e = bin.Right, s = bin.Secant, q = bin.Q, n = bin.N, over = Vector512<double>.One / bin.D, slope = bin.Slope();
        // Derivatives by ξ: of y, and of L.
        var turn = rest - xi;
        Vector512<double> yXi = slope * bin.Width, lXi = two * ((e * xi - d * rest + s * turn) / n - (d + e - two * s) * turn * over);
        Vector512<double> gy, glogs, result;
        if (isInverse)
        {
            var whole = g - gl * lXi / bin.Width;
            result = whole / slope;
            (gy, glogs) = (-result, -gl);
        }
        else
        {
            result = g * slope + gl * lXi / bin.Width;
            (gy, glogs) = (g, gl);
        }
        (gy, glogs) = (ConditionalSelect(inside, gy, zero), ConditionalSelect(inside, glogs, zero));
        // By s, d and e at a fixed ξ and h, and through ξ by the corner and the width.
        var scaled = gy * bin.Height * over * over;
        var gs = scaled * (xi * xi * bin.D - q * (Vector512<double>.One - two * p)) + glogs * two * (Vector512<double>.One / s + p / n - (Vector512<double>.One - two * p) * over);
        var gd = scaled * p * (bin.D - q) + glogs * (rest * rest / n - two * p * over);
        var ge = -scaled * p * q + glogs * (xi * xi / n - two * p * over);
        var gXi = gy * yXi + glogs * lXi;
        var gCornerX = -gXi / bin.Width;
        var gWidth = -(gs * s + gXi * xi) / bin.Width;
        var gHeight = gy * q * over + gs / bin.Width;
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

    // Missing lanes repeat the last one.
    private static Vector512<double> Load(float* from, int count)
    {
        var values = stackalloc double[Count];
        for (var lane = 0; lane < Count; lane++) values[lane] = from[Math.Min(lane, count - 1)];
        return Vector512.Load(values);
    }

    private Vector512<double> IsInside(Vector512<double> v) => GreaterThanOrEqual(v, Create(-bound)) & LessThanOrEqual(v, Create(bound));

    /// <summary>Reads the features and finds the bin that holds v, with the place in it.</summary>
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
        // A feature of 0 gives the slope 1, up to rounding; the ends have it exactly.
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

    /// <summary>Replaces K logits in memory by their gradients: those of the corner reach all bins before, that of the size the bin itself.</summary>
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

    /// <summary>Replaces the numbers of the slopes in memory by their gradients.</summary>
    private void SlopeGradients(in Bin bin, Vector512<double> ofLeft, Vector512<double> ofRight, double* memory)
    {
        ofLeft *= SigmoidOf(bin.LeftNumber);
        ofRight *= SigmoidOf(bin.RightNumber);
        var count = featureCount - 2 * bins;
        var to = memory + 2 * bins * Count;
        for (var k = 0; k < count; k++)
        {
            // Number k is the slope at the right of bin k and at the left of bin k + 1, which on a circle is bin 0 for the last.
            var next = k + 1 == bins ? 0 : k + 1;
            var sum = ConditionalSelect(Vector512.Equals(bin.Index, Create((double)next)), ofLeft, Vector512<double>.Zero)
                + ConditionalSelect(Vector512.Equals(bin.Index, Create((double)k)), ofRight, Vector512<double>.Zero);
            Vector512.Store(sum, to + k * Count);
        }
    }

    private static Vector512<double> SlopeOf(Vector512<double> number)
    {
        var z = Smaller(number, Create(LargestSlope)) + Create(SlopeShift);
        return Larger(z, Vector512<double>.Zero) + DoubleMath.Log(Vector512<double>.One + DoubleMath.Exp(-Abs(z))) + Create(SmallestSlope);
    }

    // The slope of SlopeOf: 0 beyond its limit.
    private static Vector512<double> SigmoidOf(Vector512<double> number) => ConditionalSelect(GreaterThan(number, Create(LargestSlope)), Vector512<double>.Zero,
        Vector512<double>.One / (Vector512<double>.One + DoubleMath.Exp(-(number + Create(SlopeShift)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Larger(Vector512<double> a, Vector512<double> b) => ConditionalSelect(GreaterThan(b, a), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Smaller(Vector512<double> a, Vector512<double> b) => ConditionalSelect(LessThan(b, a), b, a);

    /// <summary>The bin of each lane, and the place in it.</summary>
    private readonly struct Bin
    {
        public readonly Vector512<double> Index, X, Width, Y, Height, Left, Right, LeftNumber, RightNumber, Secant, Xi, Rest, P, Q, D, N;

        public Bin(Vector512<double> index, Vector512<double> x, Vector512<double> width, Vector512<double> y, Vector512<double> height, Vector512<double> left, Vector512<double> right,
            Vector512<double> leftNumber, Vector512<double> rightNumber, Vector512<double> value, bool isInverse)
        {
            (Index, X, Width, Y, Height, Left, Right, LeftNumber, RightNumber) = (index, x, width, y, height, left, right, leftNumber, rightNumber);
            Secant = height / width;
            if (isInverse)
            {
                (Xi, Rest) = Solve(Share(value - y, height));
            }
            else
            {
                Xi = Share(value - x, width);
                Rest = Vector512<double>.One - Xi;
            }
            P = Xi * Rest;
            Q = Secant * Xi * Xi + left * P;
            // s(1 − 2p) + (d + e)p: p is at most ¼, so both terms are positive.
            D = Secant * (Vector512<double>.One - Create(2.0) * P) + (left + right) * P;
            N = right * Xi * Xi + Create(2.0) * Secant * P + left * Rest * Rest;
        }

        /// <summary>∂y/∂x.</summary>
        public Vector512<double> Slope()
        {
            var ratio = Secant / D;
            return ratio * ratio * N;
        }

        /// <summary>ξ and 1 − ξ where the bin's height is divided as δ.</summary>
        private (Vector512<double> Xi, Vector512<double> FromRight) Solve(Vector512<double> share)
        {
            var excess = Left + Right - Create(2.0) * Secant;
            var isNear = GreaterThanOrEqual(Left - share * excess, Vector512<double>.Zero);
            Vector512<double> first = ConditionalSelect(isNear, Left, Right), portion = ConditionalSelect(isNear, share, Vector512<double>.One - share);
            Vector512<double> bend = portion * excess, b = first - bend, numerator = Create(2.0) * Secant * portion;
            var root = b * b + Create(2.0) * (Secant - first + bend) * numerator;
            var xi = Share(numerator, b + Sqrt(Larger(root, Vector512<double>.Zero)));
            return (ConditionalSelect(isNear, xi, Vector512<double>.One - xi), ConditionalSelect(isNear, Vector512<double>.One - xi, xi));
        }

        // A quotient limited to [0, 1]; rounding may leave it.
        private static Vector512<double> Share(Vector512<double> part, Vector512<double> whole) =>
            Smaller(Larger(part / whole, Vector512<double>.Zero), Vector512<double>.One);
    }
}
