using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// The maximization step: the weights, means and covariances that are most likely, given the responsibilities.
/// </summary>
/// <remarks>
/// wₖ = Nₖ/N, μₖ = ∑ rₙₖ xₙ/Nₖ, Sₖ = ∑ rₙₖ (xₙ − μₖ)(xₙ − μₖ)ᵀ with Nₖ = ∑ rₙₖ; full Σₖ = Sₖ/Nₖ, tied Σ = ∑ Sₖ/N, diagonal their diagonals, spherical the
/// mean of the diagonal. Celeux and Govaert, Gaussian parsimonious clustering models (1995), where they are VVV, EEE, VVI and VII.
/// <para>Moments are taken about reference points cₖ: with Δₖ = μₖ − cₖ, Sₖ is their second moment less NₖΔₖΔₖᵀ. The references are the means of the step
/// before, so that Δₖ goes to 0 and the cancellation vanishes.</para>
/// </remarks>
/// <param name="variances">The data's variance in each dimension, [d].</param>
/// <param name="kind">What the covariances may look like.</param>
/// <param name="regularization">This share of <paramref name="variances"/> is added to the diagonal of every covariance.</param>
internal sealed class MixtureUpdate(double[] variances, MixtureCovariance kind, double regularization)
{
    // Below this share of the data's variance a component lies on one point; a pivot below this share of its own variance is rounding.
    private const double SmallestVariance = 1e-24, SmallestPivot = 1e-13;

    private readonly int d = variances.Length;

    /// <summary>The mixture, or null where a component's covariance is singular: it has collapsed onto too few points.</summary>
    /// <param name="statistics">Moments of N points about the references.</param>
    /// <param name="references">cₖ, [K, d].</param>
    /// <param name="pointCount">N.</param>
    public MixtureDensity? Maximize(MixtureStatistics statistics, ReadOnlySpan<double> references, int pointCount)
    {
        if (Means(statistics, references) is not { } means) return null;
        var counts = statistics.Counts;
        var squares = About(statistics, references, means);
        var size = kind is MixtureCovariance.Full or MixtureCovariance.Tied ? d * d : d;
        for (var i = 0; i < squares.Length; i++) squares[i] /= kind == MixtureCovariance.Tied ? pointCount : counts[i / size];
        if (kind == MixtureCovariance.Spherical)
            foreach (var own in squares.Chunk(d).Select((s, k) => (Mean: s.Sum() / d, Start: k * d)))
                squares.AsSpan(own.Start, d).Fill(own.Mean);
        if (!Factorize(squares, size)) return null;
        double[] factors = kind == MixtureCovariance.Tied ? [.. Enumerable.Repeat(squares, counts.Length).SelectMany(s => s)] : squares;
        return new MixtureDensity([.. counts.Select(c => c / pointCount)], means, factors);
    }

    /// <summary>μₖ = cₖ + ∑ rₙₖ(xₙ − cₖ)/Nₖ, or null where a component has no point.</summary>
    public double[]? Means(MixtureStatistics statistics, ReadOnlySpan<double> references)
    {
        var means = references.ToArray();
        for (var i = 0; i < means.Length; i++)
        {
            if (!(statistics.Counts[i / d] > 0)) return null;
            means[i] += statistics.Sums[i] / statistics.Counts[i / d];
        }
        return means;
    }

    // Second moments about the means.
    private double[] About(MixtureStatistics statistics, ReadOnlySpan<double> references, double[] means)
    {
        var squares = statistics.Squares.ToArray();
        var hasCorrelations = kind is MixtureCovariance.Full or MixtureCovariance.Tied;
        for (var k = 0; k < statistics.Counts.Length; k++)
            for (var i = 0; i < d; i++)
            {
                var scaled = -statistics.Counts[k] * (means[k * d + i] - references[k * d + i]);
                for (var j = hasCorrelations ? 0 : i; j <= i; j++)
                {
                    ref var s = ref squares[!hasCorrelations ? k * d + i : ((kind == MixtureCovariance.Tied ? 0 : k * d) + i) * d + j];
                    s = Math.FusedMultiplyAdd(scaled, means[k * d + j] - references[k * d + j], s);
                }
            }
        return squares;
    }

    // Σₖ → Lₖ, or standard deviations.
    private bool Factorize(double[] covariances, int size)
    {
        var step = size == d ? 1 : d + 1;
        for (var start = 0; start < covariances.Length; start += size)
        {
            var covariance = covariances.AsSpan(start, size);
            for (var j = 0; j < d; j++)
            {
                ref var variance = ref covariance[j * step];
                variance = Math.FusedMultiplyAdd(regularization, variances[j], variance);
                if (!(variance > SmallestVariance * variances[j])) return false;
                if (step == 1) variance = Math.Sqrt(variance);
            }
            if (step > 1 && !FactorizeCorrelated(covariance)) return false;
        }
        return true;
    }

    private bool FactorizeCorrelated(Span<double> covariance)
    {
        Span<double> own = d <= 256 ? stackalloc double[d] : new double[d];
        for (var j = 0; j < d; j++) own[j] = covariance[j * (d + 1)];
        if (SmallMatrix.Cholesky(d, covariance) >= 0) return false;
        for (var j = 0; j < d; j++)
            if (covariance[j * (d + 1)] * covariance[j * (d + 1)] < SmallestPivot * own[j]) return false;
        return true;
    }
}
