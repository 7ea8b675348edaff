using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Sigmoid : IUnary
{
    public string Name => nameof(Sigmoid);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Sigmoid(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => y * (Vector512<float>.One - y);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>1/(1 + e⁻ˣ), elementwise.</summary>
        public Tensor Sigmoid() => new Unary<Sigmoid>(default).Apply(x);
    }
}
