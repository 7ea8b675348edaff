using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Sign : IUnary, IPiecewiseConstant
{
    public string Name => nameof(Sign);

    public Vector512<float> Value(Vector512<float> x) => Vector512.ConditionalSelect(
        Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One, Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), -Vector512<float>.One, x));

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.Zero;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>1 for x &gt; 0, −1 for x &lt; 0, elementwise; ±0 and NaN stay as they are. It has no gradient.</summary>
        public Tensor Sign() => new Unary<Sign>(default).Apply(x);
    }
}
