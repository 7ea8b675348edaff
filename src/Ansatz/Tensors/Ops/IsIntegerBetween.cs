using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>1 where x is an integer and low ≤ x ≤ high, else 0; piecewise constant, so its slope is 0.</summary>
internal readonly struct IntegerBetween(float low, float high) : IUnary
{
    public string Name => nameof(IntegerBetween);

    public float Low => low;

    public float High => high;

    public Vector512<float> Value(Vector512<float> x)
    {
        var holds = Vector512.Equals(x, Vector512.Floor(x))
            & Vector512.GreaterThanOrEqual(x, Vector512.Create(low))
            & Vector512.LessThanOrEqual(x, Vector512.Create(high));
        return Vector512.ConditionalSelect(holds, Vector512<float>.One, Vector512<float>.Zero);
    }

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.Zero;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>1 where x is an integer and low ≤ x ≤ high, else 0; NaN gives 0. It has no gradient.</summary>
        public Tensor IsIntegerBetween(float low, float high) => new Unary<IntegerBetween>(new IntegerBetween(low, high)).Apply(x);
    }
}
