using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// The categories of a row, one after the other: P(c | g) = ∏ⱼ P(cⱼ | g, c₁, …, cⱼ₋₁), each from a network of the given features g and of the one-hot codes before it. Probabilities are exact.
/// </summary>
internal sealed class CategoryChain : Module
{
    private readonly int[] counts;
    private readonly int givenFeatures;

    [SavedAs("networks")]
    private readonly Sequential[] networks;

    [SavedAs("logits")]
    private readonly Parameter[] logits;

    /// <param name="counts">The categories of each column.</param>
    /// <param name="givenFeatures">The length of g.</param>
    /// <param name="hidden">The width of a network's hidden layer.</param>
    public CategoryChain(int[] counts, int givenFeatures, int hidden)
    {
        (this.counts, this.givenFeatures) = (counts, givenFeatures);
        logits = [.. counts.Select(k => new Parameter([k]))];
        // Without g, the first column needs no network.
        networks = [.. Enumerable.Range(0, counts.Length).Where(j => Inputs(j) > 0).Select(j => new Sequential(
            new Dense(Inputs(j), hidden, Activation.Relu, WeightInitialization.FanIn), new Dense(hidden, counts[j], start: WeightInitialization.Zeros)))];
    }

    /// <summary>Starts from the frequencies, each count plus ½.</summary>
    /// <param name="rows">[rows, width].</param>
    /// <param name="width">Numbers and codes of a row.</param>
    /// <param name="first">The place of the first code in a row.</param>
    public void StartFrom(ReadOnlySpan<float> rows, int width, int first)
    {
        for (var j = 0; j < counts.Length; j++)
        {
            var found = new double[counts[j]];
            Array.Fill(found, 0.5);
            for (var at = first + j; at < rows.Length; at += width) found[(int)rows[at]]++;
            logits[j].Assign([.. found.Select(f => (float)DoubleMath.Log(f))]);
        }
    }

    /// <summary>log P(c | g), [n].</summary>
    /// <param name="codes">[n, columns].</param>
    /// <param name="known">g, and the codes one-hot, [n, features + ∑ categories].</param>
    /// <param name="pass">How the networks are run.</param>
    public Tensor LogProb(Tensor codes, Tensor known, Pass pass)
    {
        Tensor? sum = null;
        for (var j = 0; j < counts.Length; j++)
        {
            var one = Given(j, known, pass).LogProb(codes.Slice(-1, j, 1).Reshape([codes.Shape[0]]));
            sum = sum is null ? one : sum + one;
        }
        return sum!;
    }

    /// <summary>Draws codes, [count, columns].</summary>
    /// <param name="rng">The stream.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="given">g, [count, features]; null for none.</param>
    public float[] Sample(Rng rng, int count, Tensor? given)
    {
        var codes = new float[count * counts.Length];
        for (var j = 0; j < counts.Length; j++)
        {
            var p = Given(j, Known(given, OneHot(Tensor.From([.. codes], [count, counts.Length]), counts)), default);
            var drawn = p.Sample(rng.Fork(j), p.BatchShape.Rank == 0 ? [count] : []).Span;
            for (var i = 0; i < count; i++) codes[i * counts.Length + j] = drawn[i];
        }
        return codes;
    }

    /// <summary>Given features, if there are any, and one-hot codes behind them.</summary>
    public static Tensor Known(Tensor? given, Tensor oneHot) => given is null ? oneHot : Tensor.Concat(-1, [given, oneHot]);

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

    // The features that column j depends on.
    private int Inputs(int j) => givenFeatures + counts[..j].Sum();

    private Categorical Given(int j, Tensor known, Pass pass) => new(Inputs(j) == 0
        ? pass[logits[j]]
        : pass[logits[j]] + networks[networks.Length - counts.Length + j].Forward(known.Slice(-1, 0, Inputs(j)), pass));
}
