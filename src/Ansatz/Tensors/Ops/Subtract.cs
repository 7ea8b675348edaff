using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Subtract : IBinary, IUnitSlopeA
{
    public string Name => nameof(Subtract);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => a - b;

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.One;

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y) => -Vector512<float>.One;
}

public static partial class TensorOps
{
    extension(Tensor)
    {
        /// <summary>a − b, elementwise, shapes broadcast.</summary>
        public static Tensor operator -(Tensor a, Tensor b) => Binary<Subtract>.Apply(default, a, b);
    }
}
