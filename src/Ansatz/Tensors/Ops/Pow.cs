using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Pow(float exponent) : IUnary
{
    public string Name => nameof(Pow);

    public float Exponent => exponent;

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Pow(x, exponent);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512.Create(exponent) * VectorMath.Pow(x, exponent - 1.0);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>xᵖ with a constant p, elementwise; NaN where x &lt; 0 unless p is an integer. 0⁰ is 1.</summary>
        public Tensor Pow(float exponent) => new Unary<Pow>(new Pow(exponent)).Apply(x);
    }
}
