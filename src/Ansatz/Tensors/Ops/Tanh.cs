using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Tanh : IUnary
{
    public string Name => nameof(Tanh);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Tanh(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512.FusedMultiplyAdd(-y, y, Vector512<float>.One);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>tanh x, elementwise.</summary>
        public Tensor Tanh() => new Unary<Tanh>(default).Apply(x);
    }
}
