using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>The bin of each of 8 lanes and the ξ of its value, in double; see <see cref="SplineLanes"/> for the formulas. The names left and right stand for d and e, and secant for s.</summary>
internal readonly struct SplineBin
{
    private readonly Vector512<double> x, width, y, height, left, right, secant, xi, oneMinusXi;

    public SplineBin(SplineBins found, int half, bool isInverse) : this(found.Bin(half), found.Left(half), found.Right(half), found.Input(half), isInverse) { }

    /// <param name="bin">The corner, width and height.</param>
    /// <param name="left">d.</param>
    /// <param name="right">e.</param>
    /// <param name="value">x, or y of the inverse.</param>
    /// <param name="isInverse">Whether to solve for x.</param>
    public SplineBin((Vector512<double> X, Vector512<double> Width, Vector512<double> Y, Vector512<double> Height) bin, Vector512<double> left, Vector512<double> right, Vector512<double> value, bool isInverse)
    {
        (x, width, y, height) = bin;
        (this.left, this.right) = (left, right);
        secant = height / width;
        if (isInverse)
        {
            (xi, oneMinusXi) = Solve(Share(value - y, height));
        }
        else
        {
            xi = Share(value - x, width);
            oneMinusXi = Vector512<double>.One - xi;
        }
    }

    /// <summary>y, or x of the inverse, and ∂y/∂x.</summary>
    public (Vector512<double> Value, Vector512<double> Slope) Results(bool isInverse)
    {
        var p = xi * oneMinusXi;
        // s(1 − 2p) + (d + e)p: p is at most ¼, so both terms are positive.
        var denominator = secant * (Vector512<double>.One - Create(2.0) * p) + (left + right) * p;
        var ratio = secant / denominator;
        var slope = ratio * ratio * (right * xi * xi + Create(2.0) * secant * p + left * oneMinusXi * oneMinusXi);
        return (isInverse ? x + xi * width : y + height * ((secant * xi * xi + left * p) / denominator), slope);
    }

    /// <summary>Keeps what the gradients need.</summary>
    public void Keep(SplineBins found, int half) => found.SetPlace(half, xi, oneMinusXi, secant, width, height);

    /// <summary>Solves the quadratic equation of the inverse for ξ, given δ.</summary>
    private (Vector512<double> Xi, Vector512<double> OneMinusXi) Solve(Vector512<double> share)
    {
        var excess = left + right - Create(2.0) * secant;
        var isFromLeft = GreaterThanOrEqual(left - share * excess, Vector512<double>.Zero);
        Vector512<double> startSlope = ConditionalSelect(isFromLeft, left, right), delta = ConditionalSelect(isFromLeft, share, Vector512<double>.One - share);
        Vector512<double> deltaExcess = delta * excess, b = startSlope - deltaExcess, numerator = Create(2.0) * secant * delta;
        var discriminant = b * b + Create(2.0) * (secant - startSlope + deltaExcess) * numerator;
        var root = Share(numerator, b + Sqrt(Larger(discriminant, Vector512<double>.Zero)));
        return (ConditionalSelect(isFromLeft, root, Vector512<double>.One - root), ConditionalSelect(isFromLeft, Vector512<double>.One - root, root));
    }

    // part / whole. The exact value lies in [0, 1]; the limits remove rounding errors.
    private static Vector512<double> Share(Vector512<double> part, Vector512<double> whole) =>
        Smaller(Larger(part / whole, Vector512<double>.Zero), Vector512<double>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Larger(Vector512<double> a, Vector512<double> b) => ConditionalSelect(GreaterThan(b, a), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Smaller(Vector512<double> a, Vector512<double> b) => ConditionalSelect(LessThan(b, a), b, a);
}
