using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Silu : IUnary
{
    public string Name => nameof(Silu);

    public Vector512<float> Value(Vector512<float> x) => x * VectorMath.Sigmoid(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Derivative(x);

    // s + x·s·(1 − s) with s = sigmoid(x).
    private static Vector512<float> Derivative(Vector512<float> x)
    {
        var s = VectorMath.Sigmoid(x);
        return Vector512.FusedMultiplyAdd(x * s, Vector512<float>.One - s, s);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>x·sigmoid(x), elementwise: SiLU, or swish. Elfwing, Uchibe and Doya, Sigmoid-weighted linear units (2018).</summary>
        public Tensor Silu() => new Unary<Silu>(default).Apply(x);
    }
}
