using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Entropies of coins from their logits.</summary>
internal static class BinaryEntropy
{
    /// <summary>−p log q − (1 − p) log(1 − q) with p = σ(l), q = σ(m): σ(l)·softplus(−m) + σ(−l)·softplus(m); 0·∞ counts as 0.</summary>
    public static Tensor Cross(Tensor l, Tensor m) => Term(l.Sigmoid(), (-m).Softplus()) + Term((-l).Sigmoid(), m.Softplus());

    /// <summary>KL(p ‖ q) = p log(p/q) + (1 − p) log((1 − p)/(1 − q)), each quotient a difference of softplus.</summary>
    public static Tensor Divergence(Tensor l, Tensor m) =>
        Term(l.Sigmoid(), (-m).Softplus(), (-l).Softplus()) + Term((-l).Sigmoid(), m.Softplus(), l.Softplus());

    private static Tensor Term(Tensor weight, Tensor a) => weight * Counts(weight).Where(a, 0f);

    private static Tensor Term(Tensor weight, Tensor a, Tensor b)
    {
        var counts = Counts(weight);
        return weight * (counts.Where(a, 0f) - counts.Where(b, 0f));
    }

    private static Tensor Counts(Tensor weight) => weight.StopGradient().IsBetween(float.Epsilon, 1);
}
