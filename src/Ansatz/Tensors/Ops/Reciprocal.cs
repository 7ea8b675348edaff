using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Reciprocal : IUnary
{
    public string Name => nameof(Reciprocal);

    public Vector512<float> Value(Vector512<float> x) => Vector512<float>.One / x;

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => -y * y;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>1/x, elementwise.</summary>
        public Tensor Reciprocal() => new Unary<Reciprocal>(default).Apply(x);
    }
}
