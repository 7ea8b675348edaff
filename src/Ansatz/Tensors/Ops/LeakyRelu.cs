using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>x above 0, slope·x below.</summary>
internal readonly struct LeakyRelu(float slope) : IUnary
{
    public string Name => nameof(LeakyRelu);

    public float NegativeSlope => slope;

    public Vector512<float> Value(Vector512<float> x) => x * Slope(x, x);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One, Vector512.Create(slope));
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>x where x &gt; 0, slope·x elsewhere. Maas, Hannun and Ng, Rectifier nonlinearities (2013).</summary>
        public Tensor LeakyRelu(float slope = 0.01f) => new Unary<LeakyRelu>(new LeakyRelu(slope)).Apply(x);
    }
}
