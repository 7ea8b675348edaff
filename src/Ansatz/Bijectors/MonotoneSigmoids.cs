using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = logit(∑ₖ wₖ·σ(aₖ·x + bₖ)) with positive slopes aₖ and weights wₖ that sum to 1: an elementwise monotone neural network of K hidden units, from the reals to the reals.
/// </summary>
/// <remarks>
/// <para>log S = log ∑ wₖ σ(zₖ) and log(1 − S) = log ∑ wₖ σ(−zₖ) are sums in log space, so nothing is lost where S is near 0 or 1. With
/// log S′ = log ∑ wₖ aₖ σ(zₖ) σ(−zₖ) the log-determinant is log S′ − log S − log(1 − S).</para>
/// <para>The inverse is a root between the least and the greatest of (y − bₖ)/aₖ, where each unit alone would have it. It is bracketed, so it always converges; Newton's
/// step from the root carries the gradient.</para>
/// Huang, Krueger, Lacoste, Courville, Neural autoregressive flows (2018), section 3.1.
/// </remarks>
public sealed class MonotoneSigmoids : Bijector
{
    private const float SmallestSlope = 1e-3f;

    private readonly Tensor logWeights, slopes, logSlopes, shifts;

    /// <param name="weights">[…, K]; softmax makes them sum to 1.</param>
    /// <param name="slopes">[…, K]; softplus + 10⁻³ makes them positive.</param>
    /// <param name="shifts">bₖ, […, K].</param>
    public MonotoneSigmoids(Tensor weights, Tensor slopes, Tensor shifts)
    {
        if (weights.Rank == 0 || weights.Shape != slopes.Shape || weights.Shape != shifts.Shape)
            throw new ArgumentException($"MonotoneSigmoids: weights, slopes and shifts have shapes {weights.Shape}, {slopes.Shape} and {shifts.Shape}; expected […, K] three times.", nameof(weights));
        BatchShape = weights.Shape[..^1];
        logWeights = weights.LogSoftmax();
        this.slopes = slopes.Softplus() + SmallestSlope;
        logSlopes = this.slopes.Log();
        this.shifts = shifts;
    }

    public override Shape BatchShape { get; }

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var z = x.ForEvents(1) * slopes + shifts;
        Tensor up = z.LogSigmoid(), down = (-z).LogSigmoid();
        Tensor logS = (logWeights + up).LogSumExp(), logRest = (logWeights + down).LogSumExp();
        var logSlope = (logWeights + logSlopes + up + down).LogSumExp();
        return (logS - logRest, logSlope - logS - logRest);
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        // One step of Newton's method is the identity in value at the root, and has the root's gradient: −∂f/f′ for parameters, 1/f′ for y.
        var root = MonotoneRoot.Find(y, logWeights, slopes, shifts);
        var (atRoot, logSlope) = ForwardAndLogDet(root);
        var x = root + (y - atRoot) * (-logSlope.StopGradient()).Exp();
        return (x, -ForwardAndLogDet(x).LogDet);
    }
}
