using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>x above 0, α(eˣ − 1) below, whose slope is αeˣ.</summary>
internal readonly struct Elu(float alpha) : IUnary
{
    public string Name => nameof(Elu);

    public float Alpha => alpha;

    public Vector512<float> Value(Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, Vector512.Create(alpha) * VectorMath.Expm1(x));

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One, Vector512.Create(alpha) * VectorMath.Exp(x));
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>x where x &gt; 0, α(eˣ − 1) elsewhere. Clevert, Unterthiner and Hochreiter, Exponential linear units (2016).</summary>
        public Tensor Elu(float alpha = 1) => new Unary<Elu>(new Elu(alpha)).Apply(x);
    }
}
