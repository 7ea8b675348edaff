using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>x limited to [low, high]; the slope is 1 inside, bounds included, and 0 outside.</summary>
internal readonly struct Clamp(float low, float high) : IUnary
{
    public string Name => nameof(Clamp);

    public float Low => low;

    public float High => high;

    public Vector512<float> Value(Vector512<float> x)
    {
        Vector512<float> min = Vector512.Create(low), max = Vector512.Create(high);
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, min), min, x);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, max), max, x);
    }

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.Equals(x, y), Vector512<float>.One, Vector512<float>.Zero);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>x limited to [low, high], elementwise; outside, the gradient is 0.</summary>
        public Tensor Clamp(float low, float high)
        {
            if (!(low <= high)) throw new ArgumentException($"Clamp: low {low} is not at most high {high}.", nameof(low));
            return new Unary<Clamp>(new Clamp(low, high)).Apply(x);
        }
    }
}
