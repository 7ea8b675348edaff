using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>An estimate of log Z from chains.</summary>
/// <param name="LogZ">In nats: the logarithm of a mean that is unbiased, hence too low on average.</param>
/// <param name="StandardError">Of <paramref name="LogZ"/>: the standard error of the mean over the mean.</param>
public sealed record PartitionEstimate(double LogZ, double StandardError)
{
    /// <param name="baseLogZ">log Z of where the chains began.</param>
    /// <param name="logWeights">Of the chains, two or more.</param>
    internal static PartitionEstimate Of(double baseLogZ, double[] logWeights)
    {
        var logMean = DoubleMath.LogMeanExp(logWeights);
        double n = logWeights.Length, squares = 0;
        foreach (var w in logWeights)
        {
            var deviation = DoubleMath.Exp(w - logMean) - 1; // in units of the mean
            squares = Math.FusedMultiplyAdd(deviation, deviation, squares);
        }
        return new PartitionEstimate(baseLogZ + logMean, Math.Sqrt(squares / (n - 1) / n));
    }
}
