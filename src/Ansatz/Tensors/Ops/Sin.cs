using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Sin : IUnary
{
    public string Name => nameof(Sin);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Sin(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => VectorMath.Cos(x);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>sin x, elementwise, x in radians.</summary>
        public Tensor Sin() => new Unary<Sin>(default).Apply(x);
    }
}
