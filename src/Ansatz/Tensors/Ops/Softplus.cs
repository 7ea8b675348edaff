using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Softplus : IUnary
{
    public string Name => nameof(Softplus);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Softplus(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => VectorMath.Sigmoid(x);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>ln(1 + eˣ), elementwise, without overflow: max(x, 0) + ln(1 + e^−|x|).</summary>
        public Tensor Softplus() => new Unary<Softplus>(default).Apply(x);
    }
}
