using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Draws of what is missing, x_missing ~ p(x_missing | x_observed).</summary>
/// <param name="Draws">[draws, n, event…]: each example once per draw, its missing elements drawn, the others as they were given.</param>
/// <param name="AcceptanceRate">The share of proposals that a Metropolis chain accepted, over all chains and steps; 1 where draws are exact or come from Gibbs steps. Near 0, take more steps.</param>
public sealed record Imputation(Tensor Draws, double AcceptanceRate)
{
    /// <summary>Whether each element is missing: it is NaN.</summary>
    internal static bool[] Missing(ReadOnlySpan<float> x)
    {
        var missing = new bool[x.Length];
        for (var i = 0; i < x.Length; i++) missing[i] = float.IsNaN(x[i]);
        return missing;
    }

    /// <summary>The positions of the rows [n, width] in which an element is missing.</summary>
    internal static int[] Incomplete(ReadOnlySpan<float> x, int width)
    {
        var rows = new List<int>();
        for (var row = 0; row < x.Length / width; row++)
            if (Missing(x.Slice(row * width, width)).Contains(true)) rows.Add(row);
        return [.. rows];
    }

    /// <summary>Checks examples [n, event…], which have NaN for missing elements.</summary>
    /// <exception cref="ArgumentException">The shape is another one, an observed element is infinite, or there is no draw.</exception>
    internal static void Check(string model, Tensor x, Shape eventShape, int drawCount)
    {
        if (x.Rank != eventShape.Rank + 1 || x.Shape[1..] != eventShape || x.Shape[0] == 0)
            throw new ArgumentException($"{model}: the examples have shape {x.Shape}; expected [n{string.Concat(eventShape.Dimensions.ToArray().Select(d => $", {d}"))}] with NaN for missing elements.", nameof(x));
        if (drawCount < 1) throw new ArgumentOutOfRangeException(nameof(drawCount), $"{model}: {drawCount} draws; expected 1 or more.");
        var infinite = x.Span.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
        if (infinite >= 0) throw new ArgumentException($"{model}: example {infinite / eventShape.Size} holds {x.Span[infinite]}; expected finite numbers, or NaN for missing elements.", nameof(x));
    }
}
