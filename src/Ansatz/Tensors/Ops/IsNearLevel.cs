using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// 1 where x lies within 2⁻²² of one of the levels k/(n − 1), k = 0 to n − 1, else 0; piecewise constant, so its slope is 0. A level computed
/// in single precision, as a quotient or as k·(1/(n − 1)), lies within that distance.
/// </summary>
internal readonly struct NearLevel(int levelCount) : IUnary
{
    private readonly float top = levelCount - 1, tolerance = (levelCount - 1) * 2.3841858e-7f;

    public string Name => nameof(NearLevel);

    public int LevelCount => levelCount;

    // The fused multiply-add gives the distance (n − 1)x − k without rounding x first.
    public Vector512<float> Value(Vector512<float> x)
    {
        var nearest = Vector512.Floor(Vector512.FusedMultiplyAdd(x, Vector512.Create(top), Vector512.Create(0.5f)));
        var distance = Vector512.Abs(Vector512.FusedMultiplyAdd(x, Vector512.Create(top), -nearest));
        var holds = Vector512.LessThanOrEqual(distance, Vector512.Create(tolerance))
            & Vector512.GreaterThanOrEqual(nearest, Vector512<float>.Zero)
            & Vector512.LessThanOrEqual(nearest, Vector512.Create(top));
        return Vector512.ConditionalSelect(holds, Vector512<float>.One, Vector512<float>.Zero);
    }

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.Zero;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>1 where x lies within 2⁻²² of a level k/(levelCount − 1), else 0; NaN gives 0. It has no gradient.</summary>
        internal Tensor IsNearLevel(int levelCount) => new Unary<NearLevel>(new NearLevel(levelCount)).Apply(x);
    }
}
