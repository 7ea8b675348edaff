using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct GreaterThanOrEqual : IBinary, IPiecewiseConstant
{
    public string Name => nameof(GreaterThanOrEqual);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(a, b), Vector512<float>.One, Vector512<float>.Zero);

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.Zero;

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.Zero;
}

public static partial class TensorOps
{
    extension(Tensor a)
    {
        /// <summary>1 where a ≥ b, else 0, elementwise, shapes broadcast; NaN gives 0. It has no gradient.</summary>
        public Tensor GreaterThanOrEqual(Tensor b) => Binary<GreaterThanOrEqual>.Apply(default, a, b);

        /// <summary>1 where a ≤ b, else 0, elementwise, shapes broadcast; NaN gives 0. It has no gradient.</summary>
        public Tensor LessThanOrEqual(Tensor b) => Binary<GreaterThanOrEqual>.Apply(default, b, a);
    }
}
