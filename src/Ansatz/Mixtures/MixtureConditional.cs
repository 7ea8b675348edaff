using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>p(x_missing | x_observed) under a mixture, which is a mixture too.</summary>
/// <remarks>
/// With the observed elements first, Σₖ = LLᵀ has the factor L = [A 0; B C]. Then the observed elements have the factor A, and given them the missing ones are normal with the mean
/// μ_missing + B·A⁻¹(x − μ)_observed and the factor C. The weights are wₖ·N(x_observed; μₖ, AAᵀ), divided by their sum. No covariance is subtracted from another, so C stays positive.
/// Bishop, Pattern recognition and machine learning (2006), section 2.3.
/// </remarks>
internal static class MixtureConditional
{
    /// <summary>The mixture of the missing elements, in their order.</summary>
    /// <param name="density">p(x).</param>
    /// <param name="x">[d], with NaN for missing elements, one or more.</param>
    public static MixtureDensity Of(MixtureDensity density, ReadOnlySpan<double> x)
    {
        var values = x.ToArray();
        int[] observed = [.. Enumerable.Range(0, x.Length).Where(i => !double.IsNaN(values[i]))], missing = [.. Enumerable.Range(0, x.Length).Where(i => double.IsNaN(values[i]))];
        int[] order = [.. observed, .. missing];
        double[] logWeights = new double[density.ComponentCount], means = new double[density.ComponentCount * missing.Length];
        var size = density.HasCorrelations ? missing.Length * missing.Length : missing.Length;
        var factors = new double[density.ComponentCount * size];
        for (var k = 0; k < density.ComponentCount; k++)
        {
            var mean = density.Mean(k);
            var standard = new double[observed.Length];
            for (var i = 0; i < observed.Length; i++) standard[i] = values[observed[i]] - mean[observed[i]];
            var own = means.AsSpan(k * missing.Length, missing.Length);
            for (var i = 0; i < missing.Length; i++) own[i] = mean[missing[i]];
            var logWeight = DoubleMath.Log(density.Weights[k]);
            if (density.HasCorrelations) logWeight += Condition(Reordered(density.Covariance(k), order), standard, own, factors.AsSpan(k * size, size));
            else
            {
                var scales = density.Factor(k);
                for (var i = 0; i < observed.Length; i++) logWeight -= 0.5 * Square(standard[i] / scales[observed[i]]) + DoubleMath.Log(scales[observed[i]]);
                for (var i = 0; i < missing.Length; i++) factors[k * size + i] = scales[missing[i]];
            }
            logWeights[k] = logWeight;
        }
        var total = DoubleMath.LogSumExp(logWeights);
        // A component that is too far away for double keeps the smallest weight, so that its logarithm exists.
        return new([.. logWeights.Select(w => Math.Max(DoubleMath.Exp(w - total), double.Epsilon))], means, factors);
    }

    /// <summary>One draw of a mixture.</summary>
    public static void Draw(MixtureDensity density, Rng rng, Span<double> x)
    {
        double left = rng.NextUniform();
        var k = 0;
        while (k < density.ComponentCount - 1 && (left -= density.Weights[k]) > 0) k++;
        var noise = new double[x.Length];
        for (var i = 0; i < noise.Length; i++) noise[i] = rng.NextNormal();
        var factor = density.Factor(k);
        density.Mean(k).CopyTo(x);
        for (var i = 0; i < x.Length; i++)
        {
            if (!density.HasCorrelations) x[i] += factor[i] * noise[i];
            else
                for (var j = 0; j <= i; j++) x[i] = Math.FusedMultiplyAdd(factor[i * x.Length + j], noise[j], x[i]);
        }
    }

    // Adds B·A⁻¹(x − μ) to the means, stores C, and returns log N(x_observed; μ, AAᵀ) without its constant.
    private static double Condition(double[] covariance, double[] standard, Span<double> mean, Span<double> factor)
    {
        int observed = standard.Length, missing = mean.Length, d = observed + missing;
        if (SmallMatrix.Cholesky(d, covariance) is var pivot and >= 0)
            throw new ArithmeticException($"GaussianMixture: with its elements in another order, a covariance is not positive definite in double at element {pivot}; give the fit a regularization.");
        var logDensity = 0.0;
        for (var i = 0; i < observed; i++)
        {
            for (var j = 0; j < i; j++) standard[i] = Math.FusedMultiplyAdd(-covariance[i * d + j], standard[j], standard[i]);
            standard[i] /= covariance[i * (d + 1)];
            logDensity -= 0.5 * Square(standard[i]) + DoubleMath.Log(covariance[i * (d + 1)]);
        }
        for (var i = 0; i < missing; i++)
        {
            var row = covariance.AsSpan((observed + i) * d, d);
            for (var j = 0; j < observed; j++) mean[i] = Math.FusedMultiplyAdd(row[j], standard[j], mean[i]);
            row[observed..].CopyTo(factor.Slice(i * missing, missing));
        }
        return logDensity;
    }

    private static double[] Reordered(double[] matrix, int[] order)
    {
        var d = order.Length;
        var result = new double[d * d];
        for (var i = 0; i < d; i++)
            for (var j = 0; j < d; j++) result[i * d + j] = matrix[order[i] * d + order[j]];
        return result;
    }

    private static double Square(double x) => x * x;
}
