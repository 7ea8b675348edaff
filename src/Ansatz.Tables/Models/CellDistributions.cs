using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// p(row | z) = ∏ⱼ p(xⱼ | z): for each number a mixture of normals, whose weights, means and scales follow z, and for each category its probabilities.
/// </summary>
internal sealed class CellDistributions
{
    // Without a limit the density of a cell that z determines would grow without end. Numbers have a standard deviation of about 1.
    private const float LeastScale = 1e-3f;

    private readonly RowLayout layout;
    private readonly MixtureSameFamily? numbers;
    private readonly Categorical[] categories;

    /// <param name="features">[n, <see cref="FeatureCount"/>].</param>
    /// <param name="layout">What a row holds.</param>
    /// <param name="components">Normals of a mixture.</param>
    public CellDistributions(Tensor features, RowLayout layout, int components)
    {
        this.layout = layout;
        var length = layout.Numbers * components;
        if (length > 0) numbers = new MixtureSameFamily(new Categorical(Part(0)), new Normal(Part(1), Part(2).Softplus() + LeastScale));
        var start = 3 * length;
        categories = new Categorical[layout.Categories.Length];
        for (var j = 0; j < categories.Length; start += layout.Categories[j++]) categories[j] = new Categorical(features.Slice(-1, start, layout.Categories[j]));

        Tensor Part(int k) => features.Slice(-1, k * length, length).Reshape([features.Shape[0], layout.Numbers, components]);
    }

    /// <summary>How many features a decoder's network ends in.</summary>
    public static int FeatureCount(RowLayout layout, int components) => 3 * layout.Numbers * components + layout.Categories.Sum();

    /// <summary>The network's last bias from which each cell starts near its own distribution: mixtures near a standard normal, and the rows' frequencies.</summary>
    /// <param name="rows">[rows, width].</param>
    /// <param name="layout">What a row holds.</param>
    /// <param name="components">Normals of a mixture.</param>
    public static float[] FirstBias(ReadOnlySpan<float> rows, RowLayout layout, int components)
    {
        var length = layout.Numbers * components;
        var bias = new float[FeatureCount(layout, components)];
        for (var i = 0; i < length; i++)
        {
            bias[length + i] = (float)DoubleMath.NormalQuantile((i % components + 0.5) / components);
            // The softplus of this is about ½.
            bias[2 * length + i] = components > 1 ? -0.4328f : 0.5413f;
        }
        var start = 3 * length;
        for (var j = 0; j < layout.Categories.Length; start += layout.Categories[j++])
        {
            var found = new double[layout.Categories[j]];
            Array.Fill(found, 0.5);
            for (var at = layout.AllNumbers + j; at < rows.Length; at += layout.Width) found[(int)rows[at]]++;
            for (var k = 0; k < found.Length; k++) bias[start + k] = (float)DoubleMath.Log(found[k] * found.Length / found.Sum());
        }
        return bias;
    }

    /// <summary>What the distributions depend on, by name: logarithms of weights, means and scales, [n, numbers, components], and of the probabilities of each categorical column, [n, categories].</summary>
    public IEnumerable<(string Name, Tensor Value)> Parameters()
    {
        if (numbers is { Components: Normal normals }) foreach (var part in new[] { ("logWeights", numbers.Mixing.LogProbs), ("means", normals.Loc), ("scales", normals.Scale) }) yield return part;
        for (var j = 0; j < categories.Length; j++) yield return ($"logProbs{j}", categories[j].LogProbs);
    }

    /// <summary>∑ⱼ log p(xⱼ | z) over the observed cells, [n].</summary>
    /// <param name="cells">[n, width].</param>
    /// <param name="known">[n, learnt columns] as in <see cref="ObservedRows"/>; null where all cells are observed.</param>
    public Tensor LogProb(Tensor cells, Tensor? known)
    {
        Tensor? sum = null;
        if (numbers is not null)
        {
            var each = numbers.LogProb(cells.Slice(-1, 0, layout.Numbers));
            sum = (known is null ? each : each * known.Slice(-1, 0, layout.Numbers)).Sum(-1);
        }
        for (var j = 0; j < categories.Length; j++)
        {
            var one = categories[j].LogProb(cells.Slice(-1, layout.AllNumbers + j, 1).Reshape([cells.Shape[0]]));
            if (known is not null) one *= known.Slice(-1, layout.Numbers + j, 1).Reshape([cells.Shape[0]]);
            sum = sum is null ? one : sum + one;
        }
        return sum!;
    }

    /// <summary>Draws the learnt cells of rows that are not observed.</summary>
    /// <param name="rng">The stream.</param>
    /// <param name="rows">[n, width]; NaN where a cell is drawn.</param>
    public void Fill(Rng rng, Span<float> rows)
    {
        int width = layout.Width, count = rows.Length / width;
        var drawn = numbers is null ? [] : numbers.Sample(rng.Fork("numbers")).ToArray();
        for (var i = 0; i < drawn.Length; i++) Put(rows, i / layout.Numbers * width + i % layout.Numbers, drawn[i]);
        for (var j = 0; j < categories.Length; j++)
        {
            var codes = categories[j].Sample(rng.Fork("categories").Fork(j)).Span;
            for (var i = 0; i < count; i++) Put(rows, i * width + layout.AllNumbers + j, codes[i]);
        }
    }

    private static void Put(Span<float> rows, int at, float value)
    {
        if (float.IsNaN(rows[at])) rows[at] = value;
    }
}
