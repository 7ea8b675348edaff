using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>x·Φ(x) with the normal distribution's Φ(x) = ½(1 + erf(x/√2)); its slope is Φ(x) + x·exp(−x²/2)/√(2π).</summary>
internal readonly struct Gelu : IUnary
{
    public string Name => nameof(Gelu);

    public Vector512<float> Value(Vector512<float> x) => x * Cumulative(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y)
    {
        var density = Vector512.Create(0.398942280f) * VectorMath.Exp(Vector512.Create(-0.5f) * x * x);
        return Vector512.FusedMultiplyAdd(x, density, Cumulative(x));
    }

    private static Vector512<float> Cumulative(Vector512<float> x) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(0.5f), VectorMath.Erf(x * Vector512.Create(0.707106781f)), Vector512.Create(0.5f));
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>x·Φ(x), elementwise, by the error function. Hendrycks and Gimpel, Gaussian error linear units (2016).</summary>
        public Tensor Gelu() => new Unary<Gelu>(default).Apply(x);
    }
}
