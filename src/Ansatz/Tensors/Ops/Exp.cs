using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Exp : IUnary
{
    public string Name => nameof(Exp);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Exp(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => y;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>eˣ, elementwise; +∞ from 88.73 on.</summary>
        public Tensor Exp() => new Unary<Exp>(default).Apply(x);
    }
}
