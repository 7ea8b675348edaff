using Ansatz.Bijectors;
using Ansatz.Tensors;
using Permute = Ansatz.Bijectors.Permute;

namespace Ansatz.Flows;

/// <summary>What the couplings of several flows share.</summary>
internal static class FlowSteps
{
    private const float LogScaleLimit = 4;

    /// <summary>The order between two couplings: it exchanges the halves, and every second time it also mixes them.</summary>
    public static Permute Mixing(int length, int layer)
    {
        var half = length / 2;
        return layer % 2 == 0 || length < 4
            ? new Permute([.. Enumerable.Range(0, length).Select(i => (i + half) % length)])
            : new Permute([.. Enumerable.Range(0, length).Select(i => i < 2 * half ? i / 2 + (i % 2 == 0 ? half : 0) : i)]);
    }

    /// <summary>The elements in reverse order.</summary>
    public static Permute Reversal(int length) => new([.. Enumerable.Range(1, length).Select(i => length - i)]);

    /// <summary>
    /// y = e^s·x + t from features […, 2m], all t before all s, or […, m, 2]. s is limited to ±4 by a tanh, so that points far from the data neither overflow nor lose their digits.
    /// </summary>
    public static Bijector Affine(Tensor features, bool isInterleaved = false) => new LimitedAffine(features, LogScaleLimit, isInterleaved);

    /// <summary>A spline for each element from features […, m, 3K − 1].</summary>
    public static RationalQuadraticSpline Spline(Tensor features, int bins, float bound) => new(features, bins, bound);

    /// <summary>Steps from noise to data with a map between each two.</summary>
    public static Bijector Between(int count, Func<int, Bijector> step, Func<int, Bijector> between)
    {
        var maps = new List<Bijector>();
        for (var i = 0; i < count; i++)
        {
            if (i > 0) maps.Add(between(i - 1));
            maps.Add(step(i));
        }
        return new Chain([.. maps]);
    }

    /// <summary>Refuses numbers that describe no flow of vectors.</summary>
    public static void Check(string flow, int dimension, int leastDimension, int layers, IReadOnlyList<int> hidden)
    {
        if (dimension < leastDimension)
            throw new ArgumentOutOfRangeException(nameof(dimension), $"{flow}: {dimension} dimensions; expected {leastDimension} or more{(leastDimension > 1 ? ", since a coupling needs an element that stays; use an autoregressive flow" : "")}.");
        if (layers < 1) throw new ArgumentOutOfRangeException(nameof(layers), $"{flow}: {layers} layers; expected 1 or more.");
        if (hidden.Count == 0 || hidden.Any(h => h < 1)) throw new ArgumentException($"{flow}: found hidden layers of [{string.Join(", ", hidden)}] units; expected one layer or more, of 1 unit or more.", nameof(hidden));
    }
}
