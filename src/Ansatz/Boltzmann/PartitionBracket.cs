using System.Globalization;

namespace Ansatz.Boltzmann;

/// <summary>Two numbers that have log Z between them with a probability of 95 % or more.</summary>
/// <remarks>
/// <see cref="Low"/> holds for any number of steps and chains. <see cref="High"/> holds for chains that run backwards from independent draws of the machine. Here these draws
/// are approximate, see <see cref="AnnealedImportanceSampling.Bracket"/>. If the forward chains miss states of high probability, log Z may lie above <see cref="High"/>.
/// </remarks>
/// <param name="Low">In nats, at most the forward estimate.</param>
/// <param name="High">In nats, at least the forward estimate.</param>
/// <param name="Forward">The estimate by forward chains.</param>
/// <param name="Reverse">The estimate by backward chains.</param>
/// <param name="Warning">Why the bracket may be too narrow, a sentence; null if there is no such reason.</param>
public sealed record PartitionBracket(double Low, double High, PartitionEstimate Forward, PartitionEstimate Reverse, string? Warning)
{
    /// <summary>The probability with which log Z lies in the bracket, at least.</summary>
    public const double Coverage = 0.95;

    /// <param name="baseLogZ">log Z₀.</param>
    /// <param name="forward">log w of the forward chains, where E[w] = Z/Z₀.</param>
    /// <param name="reverse">log w of the backward chains, where E[1/w] = Z₀/Z.</param>
    internal static PartitionBracket Of(double baseLogZ, double[] forward, double[] reverse)
    {
        double[] inverse = [.. reverse.Select(w => -w)];
        const double Delta = (1 - Coverage) / 2;
        PartitionEstimate up = PartitionEstimate.Of(baseLogZ, forward), down = PartitionEstimate.Of(-baseLogZ, inverse);
        double low = baseLogZ + MarkovBound.Of(forward, Delta), high = baseLogZ - MarkovBound.Of(inverse, Delta);
        // If the lower bound is above the upper one, one of them failed; the bracket then includes both. The forward estimate is at least its bound.
        return new PartitionBracket(Math.Min(low, high), Math.Max(high, up.LogZ), up, down with { LogZ = -down.LogZ }, Doubt(up, down, isInverted: low > high));
    }

    private static string? Doubt(PartitionEstimate forward, PartitionEstimate reverse, bool isInverted)
    {
        if (isInverted) return "The forward and the backward chains contradict each other; use more annealing steps.";
        if (forward.Weights.IsReliable && reverse.Weights.IsReliable) return null;
        return double.IsNaN(forward.Weights.ParetoK) || double.IsNaN(reverse.Weights.ParetoK)
            ? "There are too few chains to estimate the tail of their weights; use 25 chains or more."
            : string.Create(CultureInfo.InvariantCulture,
                $"A few chains decide the estimates: Pareto k is {forward.Weights.ParetoK:0.00} forwards and {reverse.Weights.ParetoK:0.00} backwards, above the limit of {forward.Weights.LargestReliableK:0.00}. The standard errors and the bracket may be too small; use more annealing steps.");
    }
}
