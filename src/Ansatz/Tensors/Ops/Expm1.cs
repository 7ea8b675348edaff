using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Expm1 : IUnary
{
    public string Name => nameof(Expm1);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Expm1(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => VectorMath.Exp(x);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>eˣ − 1, elementwise, exact near 0.</summary>
        public Tensor Expm1() => new Unary<Expm1>(default).Apply(x);
    }
}
