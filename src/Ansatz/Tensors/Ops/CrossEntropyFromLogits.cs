using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// x·l − softplus(l) for a target x and a logit l: the log-probability x log σ(l) + (1 − x) log(1 − σ(l)) without overflow. The two terms
/// cancel if l is large and x near 1, so the form used is (x·l − max(l, 0)) − ln(1 + e^−|l|); neither part is above 0 for x in [0, 1].
/// The slope with respect to l is x − σ(l), bounded for every l; with respect to x it is l.
/// </summary>
internal readonly struct CrossEntropyFromLogits : IBinary
{
    public string Name => nameof(CrossEntropyFromLogits);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) =>
        Vector512.FusedMultiplyAdd(a, b, Vector512.ConditionalSelect(Vector512.GreaterThan(b, Vector512<float>.Zero), -b, Vector512<float>.Zero))
        - VectorMath.Softplus(-Vector512.Abs(b));

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) => b;

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y) => a - VectorMath.Sigmoid(b);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>x·logit − softplus(logit), elementwise, shapes broadcast; at most 0 for x in [0, 1].</summary>
        public Tensor CrossEntropyFromLogits(Tensor logits) => Binary<CrossEntropyFromLogits>.Apply(default, x, logits);
    }
}
