using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>A choice among a few things with probabilities in proportion to weights.</summary>
internal static class WeightedChoice
{
    /// <summary>The position that a uniform number chooses.</summary>
    /// <param name="logs">The logarithms of the weights, one or more.</param>
    /// <param name="total">The logarithm of their sum.</param>
    /// <param name="uniform">In (0, 1).</param>
    public static int Of(ReadOnlySpan<double> logs, double total, double uniform)
    {
        var k = 0;
        while (k < logs.Length - 1 && (uniform -= DoubleMath.Exp(logs[k] - total)) > 0) k++;
        return k;
    }
}
