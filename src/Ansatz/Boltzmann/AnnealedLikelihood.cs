using Ansatz.Distributions;

namespace Ansatz.Boltzmann;

/// <summary>Estimates of log P of examples by backward chains, in nats.</summary>
/// <param name="Mean">The mean over the examples.</param>
/// <param name="StandardError">The standard error of the mean over examples and chains; NaN for one example.</param>
/// <param name="MonteCarloError">The standard error of the mean over the chains; NaN for one chain per example.</param>
/// <param name="ByExample">The estimate for each example: too low on average.</param>
/// <param name="ErrorByExample">The standard error of each estimate over its chains; NaN for one chain per example.</param>
/// <param name="Weights">For each example, whether the weights of its chains make its error reliable.</param>
public sealed record AnnealedLikelihood(double Mean, double StandardError, double MonteCarloError, IReadOnlyList<double> ByExample, IReadOnlyList<double> ErrorByExample, IReadOnlyList<ImportanceDiagnostic> Weights)
{
    /// <param name="estimates">For each example, of log(Z₀/Z).</param>
    /// <param name="freeEnergies">F(v) of each example.</param>
    /// <param name="baseLogZ">log Z₀.</param>
    internal static AnnealedLikelihood Of(PartitionEstimate[] estimates, float[] freeEnergies, double baseLogZ)
    {
        double[] byExample = [.. estimates.Select((e, i) => e.LogZ - freeEnergies[i] - baseLogZ)], errors = [.. estimates.Select(e => e.StandardError)];
        double n = byExample.Length, mean = byExample.Sum() / n;
        return new AnnealedLikelihood(mean, Math.Sqrt(byExample.Sum(e => (e - mean) * (e - mean)) / (n - 1) / n), Math.Sqrt(errors.Sum(e => e * e)) / n,
            byExample, errors, [.. estimates.Select(e => e.Weights)]);
    }
}
