using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Negate : IUnary
{
    public string Name => nameof(Negate);

    public Vector512<float> Value(Vector512<float> x) => -x;

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => -Vector512<float>.One;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>−x, elementwise.</summary>
        public Tensor Negate() => new Unary<Negate>(default).Apply(x);

        public static Tensor operator -(Tensor t) => t.Negate();
    }
}
