using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The distribution function of the outcomes 0, …, K − 1, and its inverse.</summary>
internal static class CategoricalFunctions
{
    /// <summary>The logarithm of the sum of the probabilities up to x, or above x; of the larger sum it is log(1 − the smaller sum). NaN gives NaN.</summary>
    public static Tensor LogTail(Categorical distribution, Tensor value, bool isUpper)
    {
        var untracked = value.StopGradient();
        var outcomes = Tensor.From([.. Enumerable.Range(0, distribution.LogProbs.Shape[^1]).Select(k => (float)k)]);
        var isAbove = outcomes.GreaterThan(untracked.Reshape(value.Shape.Concat([1])));
        Tensor upper = LogSum(isAbove, distribution.LogProbs), lower = LogSum(1 - isAbove, distribution.LogProbs);
        var (tail, rest) = isUpper ? (upper, lower) : (lower, upper);
        var isLarge = tail.StopGradient().GreaterThan(-0.5f);
        var complement = (-isLarge.Where(rest, -1f).Exp()).Log1p();
        return untracked.EqualTo(untracked).Where(isLarge.Where(complement, tail), float.NaN);
    }

    /// <summary>The first outcome whose cumulative probability is p or more; NaN for p outside [0, 1]. Sums are in double.</summary>
    /// <param name="distribution">The outcomes.</param>
    /// <param name="probability">[sample…, batch…].</param>
    public static Tensor Quantile(Categorical distribution, Tensor probability)
    {
        var probs = distribution.Probs.StopGradient();
        var count = probs.Shape[^1];
        var rows = probs.Length / count;
        var found = Tensor.Allocate(probability.Shape, probability.Tape);
        for (var i = 0; i < found.Length; i++)
        {
            var p = probability.Span[i];
            ReadOnlySpan<float> row = probs.Span.Slice(i % rows * count, count);
            double total = 0, sum = 0;
            foreach (var share in row) total += share;
            // Rounding of the sum must not reach an outcome of probability 0.
            int k = 0, last = row.LastIndexOfAnyExcept(0f);
            while (k < last && (sum += row[k]) < p * total) k++;
            found.Span[i] = p is >= 0 and <= 1 ? k : float.NaN;
        }
        return found;
    }

    private static Tensor LogSum(Tensor included, Tensor logProbs) => included.Where(logProbs, float.NegativeInfinity).LogSumExp();
}
