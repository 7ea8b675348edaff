using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct EqualTo : IBinary, IPiecewiseConstant
{
    public string Name => nameof(EqualTo);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => Vector512.ConditionalSelect(Vector512.Equals(a, b), Vector512<float>.One, Vector512<float>.Zero);

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.Zero;

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.Zero;
}

internal readonly struct NotEqualTo : IBinary, IPiecewiseConstant
{
    public string Name => nameof(NotEqualTo);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => Vector512.ConditionalSelect(Vector512.Equals(a, b), Vector512<float>.Zero, Vector512<float>.One);

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.Zero;

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.Zero;
}

public static partial class TensorOps
{
    extension(Tensor a)
    {
        /// <summary>1 where a = b, else 0, elementwise, shapes broadcast; −0 equals 0 and NaN equals nothing. It has no gradient.</summary>
        public Tensor EqualTo(Tensor b) => Binary<EqualTo>.Apply(default, a, b);

        /// <summary>1 where a ≠ b, else 0, elementwise, shapes broadcast; −0 equals 0 and NaN equals nothing. It has no gradient.</summary>
        public Tensor NotEqualTo(Tensor b) => Binary<NotEqualTo>.Apply(default, a, b);
    }
}
