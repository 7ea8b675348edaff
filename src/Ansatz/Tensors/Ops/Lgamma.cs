using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Lgamma : IUnary
{
    public string Name => nameof(Lgamma);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Lgamma(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => VectorMath.Digamma(x);
}

internal readonly struct Digamma : IUnary
{
    public string Name => nameof(Digamma);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Digamma(x);

    // ψ′(x) by recurrence up to x ≥ 8, ψ′(x) = ψ′(x + 1) + 1/x², then its asymptotic series (Abramowitz and Stegun 6.4.6 and 6.4.12); x > 0.
    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Trigamma(lower), Trigamma(upper));
    }

    private static Vector512<double> Trigamma(Vector512<double> x)
    {
        var sum = Vector512<double>.Zero;
        for (var i = 0; i < 8; i++)
        {
            sum += Vector512<double>.One / (x * x);
            x += Vector512<double>.One;
        }
        var r = Vector512<double>.One / x;
        var r2 = r * r;
        // 1/x + 1/2x² + 1/6x³ − 1/30x⁵ + 1/42x⁷ − 1/30x⁹ + 5/66x¹¹
        var series = Vector512.FusedMultiplyAdd(r2, Vector512.Create(5.0 / 66), Vector512.Create(-1.0 / 30));
        series = Vector512.FusedMultiplyAdd(series, r2, Vector512.Create(1.0 / 42));
        series = Vector512.FusedMultiplyAdd(series, r2, Vector512.Create(-1.0 / 30));
        series = Vector512.FusedMultiplyAdd(series, r2, Vector512.Create(1.0 / 6));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(0.5));
        return sum + Vector512.FusedMultiplyAdd(series, r2, r);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>ln |Γ(x)|, elementwise; +∞ at 0, −1, −2, …</summary>
        public Tensor Lgamma() => new Unary<Lgamma>(default).Apply(x);

        /// <summary>ψ(x) = d ln Γ(x)/dx, elementwise; its gradient is right for x &gt; 0.</summary>
        public Tensor Digamma() => new Unary<Digamma>(default).Apply(x);
    }
}
