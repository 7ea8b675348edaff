using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Log : IUnary
{
    public string Name => nameof(Log);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Log(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.One / x;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>ln x, elementwise; −∞ at 0, NaN below.</summary>
        public Tensor Log() => new Unary<Log>(default).Apply(x);
    }
}
