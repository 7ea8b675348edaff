using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Abs : IUnary
{
    public string Name => nameof(Abs);

    public Vector512<float> Value(Vector512<float> x) => Vector512.Abs(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One, Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), -Vector512<float>.One, Vector512<float>.Zero));
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>|x|, elementwise. The slope at 0 is 0.</summary>
        public Tensor Abs() => new Unary<Abs>(default).Apply(x);
    }
}
