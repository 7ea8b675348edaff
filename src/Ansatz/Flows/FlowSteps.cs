using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>What the couplings of several flows share.</summary>
internal static class FlowSteps
{
    internal const float LogScaleLimit = 4, InputBound = 5;

    /// <summary>
    /// What a conditioner sees of elements: x where |x| ≤ 5, and sign(x)·(5 + log(|x| − 4)) outside.
    /// </summary>
    /// <remarks>
    /// Rectifiers continue far from the data as straight lines. A shift t that grows with the distance, and by e⁴ in each layer, takes the digits of the elements that it is added to: with x itself as input, a
    /// RealNVP trained on two moons brings points at three times the data's distance back with errors of 10⁻². Standardized data and noise lie within ±5, where nothing changes. Outside, the
    /// logarithm keeps t small and still tells points apart. The map stays invertible, since the elements themselves pass on unchanged. Neural spline flows (Durkan et al., 2019, section 3.1) bound their
    /// maps outside an interval for the same reason; here the input is bounded, which suits affine maps too.
    /// </remarks>
    public static Tensor Seen(Tensor x) => x.Compress(InputBound);

    /// <summary>The order between two couplings: it exchanges the halves, and every second time it also mixes them.</summary>
    public static int[] Mixing(int length, int layer)
    {
        var half = length / 2;
        return layer % 2 == 0 || length < 4
            ? [.. Enumerable.Range(0, length).Select(i => (i + half) % length)]
            : [.. Enumerable.Range(0, length).Select(i => i < 2 * half ? i / 2 + (i % 2 == 0 ? half : 0) : i)];
    }

    /// <summary>The elements in reverse order.</summary>
    public static int[] Reversal(int length) => [.. Enumerable.Range(1, length).Select(i => length - i)];

    /// <summary>yᵢ = x at position orderᵢ, or its inverse, as a step of rows.</summary>
    public static RowStep Permuted(int[] order, bool isInverse)
    {
        if (!isInverse) return new PermutedRows(order);
        var inverse = new int[order.Length];
        for (var i = 0; i < order.Length; i++) inverse[order[i]] = i;
        return new PermutedRows(inverse);
    }

    /// <summary>
    /// y = e^s·x + t from features […, 2m], all t before all s, or […, m, 2]. s is limited to ±4 by a tanh, so that points far from the data neither overflow nor lose their digits.
    /// </summary>
    public static Bijector Affine(Tensor features, bool isInterleaved = false) => new LimitedAffine(features, LogScaleLimit, isInterleaved);

    /// <summary>A spline for each element from features […, m, 3K − 1].</summary>
    public static RationalQuadraticSpline Spline(Tensor features, int bins, float bound, SplineFloor floor) => new(features, bins, bound, floor);

    /// <summary>Runs a conditioner: narrow layers together in one op, wide ones one after the other.</summary>
    public static Tensor Run(Sequential network, Tensor x, Pass pass)
    {
        var layers = new Tensor[2 * network.Layers.Count];
        for (var i = 0; i < network.Layers.Count; i++)
        {
            (layers[2 * i], layers[2 * i + 1]) = network.Layers[i] is MaskedDense masked ? (masked.Masked(pass), pass[masked.Bias])
                : network.Layers[i] is Dense dense ? (pass[dense.Weight], pass[dense.Bias]) : throw new InvalidOperationException("A conditioner has dense layers only.");
            if (pass.Trace is not null || !RectifierNetwork.Suits(layers[2 * i])) return network.Forward(x, pass);
        }
        return x.RectifierNetwork(layers);
    }

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
