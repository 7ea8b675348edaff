using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Cos : IUnary
{
    public string Name => nameof(Cos);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Cos(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => -VectorMath.Sin(x);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>cos x, elementwise, x in radians.</summary>
        public Tensor Cos() => new Unary<Cos>(default).Apply(x);
    }
}
