using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>An estimate of log Z from chains.</summary>
/// <param name="LogZ">In nats. It is the logarithm of an unbiased mean, so it is too low on average; by backward chains it is too high on average.</param>
/// <param name="StandardError">The standard error of the mean, divided by the mean.</param>
/// <param name="Weights">Whether the chains' weights make the standard error reliable.</param>
public sealed record PartitionEstimate(double LogZ, double StandardError, ImportanceDiagnostic Weights)
{
    /// <param name="baseLogZ">log Z of the distribution at which the chains began.</param>
    /// <param name="logWeights">log w of the chains, one or more; one chain has no standard error.</param>
    internal static PartitionEstimate Of(double baseLogZ, ReadOnlySpan<double> logWeights)
    {
        var logMean = DoubleMath.LogMeanExp(logWeights);
        double n = logWeights.Length, squares = 0;
        foreach (var w in logWeights)
        {
            var deviation = DoubleMath.Exp(w - logMean) - 1; // in units of the mean
            squares = Math.FusedMultiplyAdd(deviation, deviation, squares);
        }
        return new PartitionEstimate(baseLogZ + logMean, Math.Sqrt(squares / (n - 1) / n), ImportanceDiagnostic.Of(logWeights));
    }
}
