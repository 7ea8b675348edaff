using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The identity on [−b, b], and sign(x)·(b + log(1 + |x| − b)) outside: a monotone function with a continuous slope, 1 inside and 1/(1 + |x| − b) outside. Numbers up to 10³⁸ become numbers below b + 88.
/// </summary>
internal readonly struct Compress(float bound) : IUnary
{
    public string Name => nameof(Compress);

    public float Bound => bound;

    public Vector512<float> Value(Vector512<float> x)
    {
        var size = Vector512.Abs(x);
        var isOutside = Vector512.GreaterThan(size, Vector512.Create(bound));
        // Few elements are outside.
        if (isOutside == Vector512<float>.Zero) return x;
        var outside = Vector512.Create(bound) + VectorMath.Log1p(Excess(size));
        return Vector512.ConditionalSelect(isOutside, Vector512.CopySign(outside, x), x);
    }

    /// <summary>The same in double.</summary>
    public double Value(double x)
    {
        var excess = Math.Abs(x) - bound;
        return excess > 0 ? Math.CopySign(bound + DoubleMath.Log1p(excess), x) : x;
    }

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.One / (Vector512<float>.One + Excess(Vector512.Abs(x)));

    private Vector512<float> Excess(Vector512<float> size)
    {
        var excess = size - Vector512.Create(bound);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(excess, Vector512<float>.Zero), excess, Vector512<float>.Zero);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>x where |x| ≤ bound, and sign(x)·(bound + log(1 + |x| − bound)) elsewhere.</summary>
        internal Tensor Compress(float bound) => new Unary<Compress>(new Compress(bound)).Apply(x);
    }
}
