using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>A lower bound of log E[w] that holds with probability 1 − δ for positive weights of any distribution, from independent draws.</summary>
/// <remarks>
/// The draws form m groups, and w̄ⱼ is the mean of a group. By Markov's inequality P(w̄ⱼ ≥ E[w]/p) ≤ p, so the probability that all m means are that large is at most pᵐ.
/// With pᵐ = δ, log E[w] ≥ minⱼ log w̄ⱼ + (log δ)/m. Many small groups are best for weights that hardly differ, few large groups for heavy tails. Groups of 1, 2, 4, … draws
/// are tried, each with an equal part of δ, and the largest bound is taken.
/// <para>Gomes, Hoffmann, Sabharwal and Selman, From sampling to model counting (2007), section 3.</para>
/// </remarks>
internal static class MarkovBound
{
    /// <param name="logWeights">log w of each draw, one or more.</param>
    /// <param name="delta">δ, in (0, 1).</param>
    public static double Of(ReadOnlySpan<double> logWeights, double delta)
    {
        var sizes = new List<int>();
        for (var size = 1; size <= logWeights.Length; size *= 2) sizes.Add(size);
        var logDelta = DoubleMath.Log(delta / sizes.Count);
        var best = double.NegativeInfinity;
        foreach (var size in sizes)
        {
            var groups = logWeights.Length / size;
            var smallest = double.PositiveInfinity;
            for (var j = 0; j < groups; j++)
            {
                int start = (int)((long)j * logWeights.Length / groups), end = (int)((j + 1L) * logWeights.Length / groups);
                smallest = Math.Min(smallest, DoubleMath.LogMeanExp(logWeights[start..end]));
            }
            best = Math.Max(best, smallest + logDelta / groups);
        }
        return best;
    }
}
