using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Erf : IUnary
{
    public string Name => nameof(Erf);

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Erf(x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512.Create(1.12837917f) * VectorMath.Exp(-x * x);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>erf x = 2/√π ∫₀ˣ exp(−t²) dt, elementwise.</summary>
        public Tensor Erf() => new Unary<Erf>(default).Apply(x);
    }
}
