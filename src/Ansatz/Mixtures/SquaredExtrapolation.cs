using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// Extrapolates three mixtures θ₀, θ₁ = M(θ₀), θ₂ = M(θ₁) of a slow fixed-point iteration: θ = θ₀ + 2αr + α²v with r = θ₁ − θ₀, v = θ₂ − 2θ₁ + θ₀ and
/// α = ‖r‖/‖v‖; α = 1 is θ₂.
/// </summary>
/// <remarks>
/// The coordinates are log w, μ/σ, log Lᵢᵢ and Lᵢⱼ/σᵢ with σ of the data, so that every extrapolated θ is a mixture and units do not matter; weights are
/// normalized afterwards. Varadhan and Roland, Simple and globally convergent methods for accelerating the convergence of any EM algorithm (2008), the scheme S3 of
/// SQUAREM, here with the opposite sign of α.
/// </remarks>
internal static class SquaredExtrapolation
{
    /// <param name="first">θ₀.</param>
    /// <param name="second">θ₁.</param>
    /// <param name="third">θ₂.</param>
    /// <param name="variances">σ², [d].</param>
    /// <param name="stride">The largest α.</param>
    /// <param name="atLimit">Whether α is <paramref name="stride"/>.</param>
    /// <returns>Null where α would be at most 1, or where numbers overflow.</returns>
    public static MixtureDensity? Of(MixtureDensity first, MixtureDensity second, MixtureDensity third, double[] variances, double stride, out bool atLimit)
    {
        double[] a = Coordinates(first, variances), b = Coordinates(second, variances), c = Coordinates(third, variances);
        double step = 0, bend = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var (r, v) = (b[i] - a[i], c[i] - b[i] - (b[i] - a[i]));
            step = Math.FusedMultiplyAdd(r, r, step);
            bend = Math.FusedMultiplyAdd(v, v, bend);
        }
        var alpha = Math.Min(Math.Sqrt(step / bend), stride);
        atLimit = alpha == stride;
        if (!(alpha > 1)) return null;
        for (var i = 0; i < a.Length; i++)
        {
            var (r, v) = (b[i] - a[i], c[i] - b[i] - (b[i] - a[i]));
            a[i] = Math.FusedMultiplyAdd(alpha, Math.FusedMultiplyAdd(alpha, v, 2 * r), a[i]);
            if (!double.IsFinite(a[i])) return null;
        }
        return Mixture(a, first, variances);
    }

    private static double[] Coordinates(MixtureDensity mixture, double[] variances)
    {
        int k = mixture.ComponentCount, d = mixture.Dimension, size = mixture.Factor(0).Length;
        var coordinates = new double[k + k * d + k * size];
        for (var c = 0; c < k; c++)
        {
            coordinates[c] = DoubleMath.Log(mixture.Weights[c]);
            for (var i = 0; i < d; i++) coordinates[k + c * d + i] = mixture.Mean(c)[i] / Math.Sqrt(variances[i]);
            var factor = mixture.Factor(c);
            var own = coordinates.AsSpan(k + k * d + c * size, size);
            for (var i = 0; i < size; i++)
                own[i] = IsDiagonal(i, size, d) ? DoubleMath.Log(factor[i]) : factor[i] / Math.Sqrt(variances[i / d]);
        }
        return coordinates;
    }

    private static MixtureDensity? Mixture(double[] coordinates, MixtureDensity like, double[] variances)
    {
        int k = like.ComponentCount, d = like.Dimension, size = like.Factor(0).Length;
        var total = DoubleMath.LogSumExp(coordinates.AsSpan(0, k));
        var weights = new double[k];
        for (var c = 0; c < k; c++)
            if (!((weights[c] = DoubleMath.Exp(coordinates[c] - total)) > 0)) return null;
        var means = coordinates[k..(k + k * d)];
        for (var i = 0; i < means.Length; i++) means[i] *= Math.Sqrt(variances[i % d]);
        var factors = coordinates[(k + k * d)..];
        for (var i = 0; i < factors.Length; i++)
        {
            var at = i % size;
            factors[i] = IsDiagonal(at, size, d) ? DoubleMath.Exp(factors[i]) : factors[i] * Math.Sqrt(variances[at / d]);
            if (!double.IsFinite(factors[i]) || IsDiagonal(at, size, d) && factors[i] == 0) return null;
        }
        return new MixtureDensity(weights, means, factors);
    }

    private static bool IsDiagonal(int index, int size, int d) => size == d || index % (d + 1) == 0;
}
