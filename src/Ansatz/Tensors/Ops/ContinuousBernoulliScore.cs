using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// x·l − A(l) with A(l) = log((eˡ − 1)/l): the log-density of a continuous Bernoulli variable with logit l, x in [0, 1]. With a = |l| it is
/// (x·l − max(l, 0)) − log((1 − e⁻ᵃ)/a); the first part is rounded once, so that no large l cancels. Near 0 it is (x − ½)l minus the series of A(l) − ½l.
/// The slope with respect to l is x − A′(l), computed as x − m or (x − 1) + m with m = A′(−a) = 1/a − 1/(eᵃ − 1). The slope with respect to x is l.
/// </summary>
internal readonly struct ContinuousBernoulliScore : IBinary
{
    // Below these |l| the series is used; there it is as exact as the closed form in single precision.
    private const float NormalizerRadius = 0.5f, MeanRadius = 0.75f;

    public string Name => nameof(ContinuousBernoulliScore);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b)
    {
        var size = Vector512.Abs(b);
        var near = Vector512.LessThan(size, Vector512.Create(NormalizerRadius));
        // Where the series is used, 1 replaces |l| in the closed form.
        var far = Vector512.ConditionalSelect(near, Vector512<float>.One, size);
        var top = Vector512.ConditionalSelect(Vector512.GreaterThan(b, Vector512<float>.Zero), -b, Vector512<float>.Zero);
        var closed = Vector512.FusedMultiplyAdd(a, b, top) - (VectorMath.Log1p(-VectorMath.Exp(-far)) - VectorMath.Log(far));

        var square = b * b;
        var series = Vector512.FusedMultiplyAdd(square, Vector512.Create(1f / 181_440), Vector512.Create(-1f / 2880));
        series = square * Vector512.FusedMultiplyAdd(series, square, Vector512.Create(1f / 24));
        return Vector512.ConditionalSelect(near, Vector512.FusedMultiplyAdd(a - Vector512.Create(0.5f), b, -series), closed);
    }

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) => b;

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y)
    {
        var size = Vector512.Abs(b);
        var near = Vector512.LessThan(size, Vector512.Create(MeanRadius));
        var far = Vector512.ConditionalSelect(near, Vector512<float>.One, size);
        var low = Vector512<float>.One / far - Vector512<float>.One / VectorMath.Expm1(far);
        var closed = Vector512.ConditionalSelect(Vector512.GreaterThan(b, Vector512<float>.Zero), a - Vector512<float>.One + low, a - low);

        var square = b * b;
        var series = Vector512.FusedMultiplyAdd(square, Vector512.Create(-1f / 1_209_600), Vector512.Create(1f / 30_240));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(-1f / 720));
        series = b * Vector512.FusedMultiplyAdd(series, square, Vector512.Create(1f / 12));
        return Vector512.ConditionalSelect(near, a - Vector512.Create(0.5f) - series, closed);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>x·logit − log((e^logit − 1)/logit), elementwise, shapes broadcast; x in [0, 1].</summary>
        internal Tensor ContinuousBernoulliScore(Tensor logits) => Binary<ContinuousBernoulliScore>.Apply(default, x, logits);
    }
}
