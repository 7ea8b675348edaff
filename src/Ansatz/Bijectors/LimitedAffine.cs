using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = e^s·x + t, elementwise, with s = c·tanh(r/c) from what a network gives; log-determinant s.</summary>
/// <param name="features">[…, 2m], t of all m elements before the r of all, or […, m, 2].</param>
/// <param name="limit">c, above 0.</param>
/// <param name="isInterleaved">Whether features are […, m, 2].</param>
internal sealed class LimitedAffine(Tensor features, float limit, bool isInterleaved) : Bijector
{
    public override Shape BatchShape => isInterleaved ? features.Shape[..^1] : features.Shape[..^1].Concat([features.Shape[^1] / 2]);

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => x.CouplingMap(features, limit, isInterleaved, isInverse: false);

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => y.CouplingMap(features, limit, isInterleaved, isInverse: true);
}
