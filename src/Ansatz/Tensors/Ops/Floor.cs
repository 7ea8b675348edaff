using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Floor : IUnary, IPiecewiseConstant
{
    public string Name => nameof(Floor);

    public Vector512<float> Value(Vector512<float> x) => Vector512.Floor(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.Zero;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>⌊x⌋, the largest whole number that is at most x, elementwise. It has no gradient.</summary>
        public Tensor Floor() => new Unary<Floor>(default).Apply(x);
    }
}
