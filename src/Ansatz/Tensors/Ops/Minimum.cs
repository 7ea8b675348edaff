using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Minimum : IBinary
{
    public string Name => nameof(Minimum);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => Vector512.ConditionalSelect(TakesA(a, b), a, b);

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) =>
        Vector512.ConditionalSelect(TakesA(a, b), Vector512<float>.One, Vector512<float>.Zero);

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y) =>
        Vector512.ConditionalSelect(TakesA(a, b), Vector512<float>.Zero, Vector512<float>.One);

    private static Vector512<float> TakesA(Vector512<float> a, Vector512<float> b) => Vector512.LessThanOrEqual(a, b) | ~Vector512.Equals(a, a);
}

public static partial class TensorOps
{
    extension(Tensor a)
    {
        /// <summary>min(a, b), elementwise, shapes broadcast; where equal, the gradient goes to a. NaN if either is.</summary>
        public Tensor Minimum(Tensor b) => Binary<Minimum>.Apply(default, a, b);
    }
}
