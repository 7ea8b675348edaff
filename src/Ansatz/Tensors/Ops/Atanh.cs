using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Atanh : IUnary
{
    public string Name => nameof(Atanh);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Atanh(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.One / ((Vector512<float>.One - x) * (Vector512<float>.One + x));
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>artanh x = ½ ln((1 + x)/(1 − x)), elementwise; ±∞ at ±1, NaN beyond.</summary>
        public Tensor Atanh() => new Unary<Atanh>(default).Apply(x);
    }
}
