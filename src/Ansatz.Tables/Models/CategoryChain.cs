using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>The categories of a row, one after the other: P(c) = ∏ⱼ P(cⱼ | c₁, …, cⱼ₋₁), each from a network of the one-hot codes before it. Probabilities are exact.</summary>
internal sealed class CategoryChain : Module
{
    private readonly int[] counts;

    [SavedAs("networks")]
    private readonly Sequential[] networks;

    [SavedAs("logits")]
    private readonly Parameter[] logits;

    /// <param name="counts">The categories of each column.</param>
    /// <param name="hidden">The width of a network's hidden layer.</param>
    public CategoryChain(int[] counts, int hidden)
    {
        this.counts = counts;
        logits = [.. counts.Select(k => new Parameter([k]))];
        networks = [.. counts.Skip(1).Select((k, j) => new Sequential(
            new Dense(counts[..(j + 1)].Sum(), hidden, Activation.Relu, WeightInitialization.FanIn), new Dense(hidden, k, start: WeightInitialization.Zeros)))];
    }

    /// <summary>Starts from the frequencies, each count plus ½.</summary>
    /// <param name="rows">[rows, width], the codes last.</param>
    /// <param name="width">Numbers and codes of a row.</param>
    public void StartFrom(ReadOnlySpan<float> rows, int width)
    {
        for (var j = 0; j < counts.Length; j++)
        {
            var found = new double[counts[j]];
            Array.Fill(found, 0.5);
            for (var at = width - counts.Length + j; at < rows.Length; at += width) found[(int)rows[at]]++;
            logits[j].Assign([.. found.Select(f => (float)DoubleMath.Log(f))]);
        }
    }

    /// <summary>log P(c), [n].</summary>
    /// <param name="codes">[n, columns].</param>
    /// <param name="oneHot">The same one-hot, [n, ∑ categories].</param>
    /// <param name="pass">How the networks are run.</param>
    public Tensor LogProb(Tensor codes, Tensor oneHot, Pass pass)
    {
        Tensor? sum = null;
        for (var j = 0; j < counts.Length; j++)
        {
            var one = Given(j, oneHot, pass).LogProb(codes.Slice(-1, j, 1).Reshape([codes.Shape[0]]));
            sum = sum is null ? one : sum + one;
        }
        return sum!;
    }

    /// <summary>Draws codes, [count, columns].</summary>
    /// <param name="rng">The stream.</param>
    /// <param name="count">How many rows.</param>
    public float[] Sample(Rng rng, int count)
    {
        var codes = new float[count * counts.Length];
        for (var j = 0; j < counts.Length; j++)
        {
            var p = Given(j, OneHot(Tensor.From([.. codes], [count, counts.Length]), counts), default);
            var drawn = p.Sample(rng.Fork(j), p.BatchShape.Rank == 0 ? [count] : []).Span;
            for (var i = 0; i < count; i++) codes[i * counts.Length + j] = drawn[i];
        }
        return codes;
    }

    /// <summary>Codes as zeros and ones, [n, ∑ categories].</summary>
    public static Tensor OneHot(Tensor codes, int[] counts)
    {
        if (codes.IsTraced) return Tensor.Concat(-1, [.. counts.Select((k, j) => codes.Slice(-1, j, 1).EqualTo(Tensor.From([.. Enumerable.Range(0, k).Select(c => (float)c)])))]);
        int n = codes.Shape[0], total = counts.Sum();
        var oneHot = Tensor.Allocate([n, total], codes.Tape);
        var values = oneHot.Span;
        values.Clear();
        for (var i = 0; i < n; i++)
            for (int j = 0, start = 0; j < counts.Length; start += counts[j++])
                values[i * total + start + (int)codes.Span[i * counts.Length + j]] = 1;
        return oneHot;
    }

    private Categorical Given(int j, Tensor oneHot, Pass pass) => new(j == 0
        ? pass[logits[0]]
        : pass[logits[j]] + networks[j - 1].Forward(oneHot.Slice(-1, 0, counts[..j].Sum()), pass));
}
