using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct LogSigmoid : IUnary
{
    public string Name => nameof(LogSigmoid);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.LogSigmoid(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => VectorMath.Sigmoid(-x);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>ln(1/(1 + e⁻ˣ)), elementwise, without overflow: −softplus(−x).</summary>
        public Tensor LogSigmoid() => new Unary<LogSigmoid>(default).Apply(x);
    }
}
