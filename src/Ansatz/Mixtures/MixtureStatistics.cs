using System.Runtime.InteropServices;
using Ansatz.Workers;

namespace Ansatz.Mixtures;

/// <summary>
/// What the maximization step needs from the points: Nₖ = ∑ rₙₖ, ∑ rₙₖ(xₙ − cₖ) and ∑ rₙₖ(xₙ − cₖ)(xₙ − cₖ)ᵀ about reference points cₖ, and the
/// log-likelihood of the mixture that gave the responsibilities rₙₖ.
/// </summary>
/// <param name="componentCount">K.</param>
/// <param name="dimension">d.</param>
/// <param name="kind">Which second moments are kept: one shared triangle for tied covariances, diagonals if there are no correlations.</param>
internal sealed class MixtureStatistics(int componentCount, int dimension, MixtureCovariance kind) : IShardSum<MixtureStatistics>
{
    private readonly double[] logLikelihood = new double[1];

    public double LogLikelihood
    {
        get => logLikelihood[0];
        set => logLikelihood[0] = value;
    }

    /// <summary>Nₖ, [K].</summary>
    public double[] Counts { get; } = new double[componentCount];

    /// <summary>First moments about cₖ, [K, d].</summary>
    public double[] Sums { get; } = new double[componentCount * dimension];

    /// <summary>Second moments about cₖ: lower triangles [K or 1, d, d], or diagonals [K, d].</summary>
    public double[] Squares { get; } = new double[SquareCount(componentCount, dimension, kind)];

    /// <summary>Numbers in <see cref="Squares"/>.</summary>
    public static int SquareCount(int componentCount, int dimension, MixtureCovariance kind) => kind switch
    {
        MixtureCovariance.Full => componentCount * dimension * dimension,
        MixtureCovariance.Tied => dimension * dimension,
        _ => componentCount * dimension,
    };

    public void Visit(PartAction action)
    {
        foreach (var part in new[] { logLikelihood, Counts, Sums, Squares }) action(MemoryMarshal.AsBytes(part.AsSpan()));
    }

    public void Add(MixtureStatistics other)
    {
        LogLikelihood += other.LogLikelihood;
        Add(Counts, other.Counts);
        Add(Sums, other.Sums);
        Add(Squares, other.Squares);

        static void Add(double[] to, double[] from)
        {
            for (var i = 0; i < to.Length; i++) to[i] += from[i];
        }
    }
}
