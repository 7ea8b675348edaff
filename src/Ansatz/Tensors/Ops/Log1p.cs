using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Log1p : IUnary
{
    public string Name => nameof(Log1p);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Log1p(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.One / (Vector512<float>.One + x);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>ln(1 + x), elementwise, exact near 0; −∞ at −1, NaN below.</summary>
        public Tensor Log1p() => new Unary<Log1p>(default).Apply(x);
    }
}
