using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Add : IBinary, IUnitSlopeA, IUnitSlopeB
{
    public string Name => nameof(Add);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => a + b;

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.One;

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.One;
}

public static partial class TensorOps
{
    extension(Tensor)
    {
        /// <summary>a + b, elementwise, shapes broadcast.</summary>
        public static Tensor operator +(Tensor a, Tensor b) => Binary<Add>.Apply(default, a, b);
    }
}
