using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Relu : IUnary
{
    public string Name => nameof(Relu);

    public Vector512<float> Value(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512<float>.Zero, x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One, Vector512<float>.Zero);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>max(x, 0), elementwise. The slope at 0 is 0.</summary>
        public Tensor Relu() => new Unary<Relu>(default).Apply(x);
    }
}
