using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Sqrt : IUnary
{
    public string Name => nameof(Sqrt);

    public Vector512<float> Value(Vector512<float> x) => Vector512.Sqrt(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512.Create(0.5f) / y;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>√x, elementwise; NaN below 0. The slope at 0 is +∞.</summary>
        public Tensor Sqrt() => new Unary<Sqrt>(default).Apply(x);
    }
}
