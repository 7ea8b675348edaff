using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// The maximization step: the weights, means and covariances that are most likely where each point belongs to each component by its responsibility.
/// </summary>
/// <remarks>
/// wₖ = Nₖ/N, μₖ = ∑ rₙₖ xₙ/Nₖ, Sₖ = ∑ rₙₖ (xₙ − μₖ)(xₙ − μₖ)ᵀ with Nₖ = ∑ rₙₖ; full Σₖ = Sₖ/Nₖ, tied Σ = ∑ Sₖ/N, diagonal their diagonals, spherical the
/// mean of the diagonal. Celeux and Govaert, Gaussian parsimonious clustering models (1995), where they are VVV, EEE, VVI and VII.
/// </remarks>
/// <param name="data">[N, d], best centred.</param>
/// <param name="variances">The data's variance in each dimension, [d].</param>
/// <param name="kind">What the covariances may look like.</param>
/// <param name="regularization">This share of <paramref name="variances"/> is added to the diagonal of every covariance.</param>
internal sealed class MixtureUpdate(double[] data, double[] variances, MixtureCovariance kind, double regularization)
{
    // Below this share of the data's variance a component lies on one point; a pivot below this share of its own variance is rounding.
    private const double SmallestVariance = 1e-24, SmallestPivot = 1e-13;

    private readonly int d = variances.Length;

    /// <summary>The mixture, or null where a component's covariance is singular: it has collapsed onto too few points.</summary>
    /// <param name="responsibilities">[N, K].</param>
    /// <param name="componentCount">K.</param>
    public MixtureDensity? Maximize(double[] responsibilities, int componentCount)
    {
        int k = componentCount, n = data.Length / d;
        var counts = new double[k];
        var means = new double[k * d];
        for (var i = 0; i < n; i++)
            for (var c = 0; c < k; c++)
            {
                var r = responsibilities[i * k + c];
                counts[c] += r;
                for (var j = 0; j < d; j++) means[c * d + j] = Math.FusedMultiplyAdd(r, data[i * d + j], means[c * d + j]);
            }
        for (var c = 0; c < k; c++)
        {
            if (!(counts[c] > 0)) return null;
            for (var j = 0; j < d; j++) means[c * d + j] /= counts[c];
        }
        var scatters = kind is MixtureCovariance.Full or MixtureCovariance.Tied ? Scatters(responsibilities, means, k) : Squares(responsibilities, means, k);
        Pool(scatters, counts, n);
        return Factorize(scatters, k) ? new MixtureDensity([.. counts.Select(c => c / n)], means, scatters) : null;
    }

    // The lower triangles of all Sₖ, [K, d, d].
    private double[] Scatters(double[] responsibilities, double[] means, int k)
    {
        var scatters = new double[k * d * d];
        var x = new double[d];
        for (var i = 0; i < data.Length / d; i++)
            for (var c = 0; c < k; c++)
            {
                for (var j = 0; j < d; j++) x[j] = data[i * d + j] - means[c * d + j];
                var scatter = scatters.AsSpan(c * d * d, d * d);
                for (var row = 0; row < d; row++)
                {
                    var scaled = responsibilities[i * k + c] * x[row];
                    for (var column = 0; column <= row; column++)
                        scatter[row * d + column] = Math.FusedMultiplyAdd(scaled, x[column], scatter[row * d + column]);
                }
            }
        return scatters;
    }

    // The diagonals of all Sₖ, [K, d].
    private double[] Squares(double[] responsibilities, double[] means, int k)
    {
        var squares = new double[k * d];
        for (var i = 0; i < data.Length / d; i++)
            for (var c = 0; c < k; c++)
                for (var j = 0; j < d; j++)
                {
                    var x = data[i * d + j] - means[c * d + j];
                    squares[c * d + j] = Math.FusedMultiplyAdd(responsibilities[i * k + c] * x, x, squares[c * d + j]);
                }
        return squares;
    }

    // Sₖ → Σₖ.
    private void Pool(double[] scatters, double[] counts, int n)
    {
        int k = counts.Length, size = scatters.Length / k;
        for (var c = 0; c < k; c++)
        {
            var own = scatters.AsSpan(c * size, size);
            if (kind == MixtureCovariance.Tied)
            {
                for (var i = 0; i < size; i++)
                    own[i] = c > 0 ? scatters[i] : Enumerable.Range(0, k).Sum(other => scatters[other * size + i]) / n;
                continue;
            }
            foreach (ref var s in own) s /= counts[c];
            if (kind == MixtureCovariance.Spherical) own.Fill(own.ToArray().Sum() / d);
        }
    }

    // Σₖ → Lₖ, or standard deviations.
    private bool Factorize(double[] covariances, int k)
    {
        int size = covariances.Length / k, step = size == d ? 1 : d + 1;
        for (var c = 0; c < k; c++)
        {
            var covariance = covariances.AsSpan(c * size, size);
            for (var j = 0; j < d; j++)
            {
                ref var variance = ref covariance[j * step];
                variance = Math.FusedMultiplyAdd(regularization, variances[j], variance);
                if (!(variance > SmallestVariance * variances[j])) return false;
                if (size == d) variance = Math.Sqrt(variance);
            }
            if (size > d && !FactorizeCorrelated(covariance)) return false;
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
