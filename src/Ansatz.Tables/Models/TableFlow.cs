using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// Several flows of the rows of a table as one density, p(row) = ∑ₖ wₖ pₖ(row). The members differ in the order of the numbers, in their noise and in their first weights. So their
/// errors differ, and the mean of their densities has a higher likelihood than a member.
/// </summary>
internal sealed class TableFlow : Module
{
    private readonly int width;

    [SavedAs("members")]
    private readonly MemberFlow[] members;

    [SavedAs("weights")]
    private readonly Parameter weights;

    /// <param name="layout">What a row holds.</param>
    /// <param name="design">Layers and widths of a member.</param>
    /// <param name="components">For each member, components of the mixture of its noise.</param>
    public TableFlow(RowLayout layout, TableFlowDesign design, IReadOnlyList<int> components)
    {
        width = layout.Width;
        members = [.. components.Select((k, i) => new MemberFlow(layout, design, k, Order(i, layout.Numbers)))];
        weights = new Parameter([members.Length], isTrainable: false);
    }

    public IReadOnlyList<MemberFlow> Members => members;

    /// <summary>Numbers and codes of a row.</summary>
    public int RowLength => width;

    /// <summary>log p of rows, [n], in one pass.</summary>
    /// <param name="rows">[n, numbers and codes].</param>
    /// <param name="pass">How networks are run.</param>
    public Tensor LogProb(Tensor rows, Pass pass)
    {
        var present = Enumerable.Range(0, members.Length).Where(k => Weights[k] > 0);
        return Tensor.Stack(-1, [.. present.Select(k => members[k].LogProb(rows, pass) + (float)DoubleMath.Log(Weights[k]))]).LogSumExp();
    }

    /// <summary>w, [members], which sum to 1.</summary>
    public ReadOnlySpan<float> Weights => weights.Value.Span;

    /// <summary>The order of the numbers of a member: the table's own, the reverse, then random ones. Null for the table's own.</summary>
    public static int[]? Order(int member, int numbers) => member == 0 || numbers < 2 ? null
        : member == 1 ? [.. Enumerable.Range(1, numbers).Select(i => numbers - i)]
        : new Rng((ulong)member).Fork("order").Permutation(numbers);

    /// <summary>Takes the weights of a trained flow for a member.</summary>
    /// <param name="member">Its place.</param>
    /// <param name="flow">A flow of the same design.</param>
    /// <param name="weight">w of the member.</param>
    public void Take(int member, MemberFlow flow, double weight)
    {
        foreach (var (own, trained) in members[member].Parameters().Zip(flow.Parameters())) own.Assign(trained.Value.Span);
        if (!weights.IsInitialized) weights.Assign(new float[members.Length]);
        var all = weights.Value.ToArray();
        all[member] = (float)weight;
        weights.Assign(all);
    }

    /// <summary>Weights of densities that maximize the mean of log p over some rows.</summary>
    /// <remarks>Expectation-maximization from equal weights: wₖ ← the mean over the rows of wₖ pₖ/p. The likelihood is concave in w.</remarks>
    /// <param name="scores">For each density, log p of the rows.</param>
    public static double[] WeightsOf(double[][] scores)
    {
        const int Steps = 200;
        double[] w = [.. scores.Select(_ => 1.0 / scores.Length)], logs = new double[scores.Length];
        for (var step = 0; step < Steps; step++)
        {
            var sums = new double[w.Length];
            for (var i = 0; i < scores[0].Length; i++)
            {
                var total = Joined(scores, w, i, logs);
                for (var k = 0; k < sums.Length; k++) sums[k] += DoubleMath.Exp(logs[k] - total);
            }
            for (var k = 0; k < w.Length; k++) w[k] = sums[k] / scores[0].Length;
        }
        return w;
    }

    /// <summary>log p of each row.</summary>
    public double[] Score(TableRows rows, CancellationToken cancellation)
    {
        double[][] scores = [.. members.Select(m => m.Score(rows, cancellation))];
        if (members.Length == 1) return scores[0];
        double[] w = [.. Weights.ToArray().Select(v => (double)v)], logs = new double[members.Length];
        return [.. Enumerable.Range(0, rows.Count).Select(i => Joined(scores, w, i, logs))];
    }

    /// <summary>Draws rows, [count, width]: for each a member by its weight, then a row of it.</summary>
    /// <param name="rng">The stream.</param>
    /// <param name="rows">[count, width]; only what is given is read.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    public float[] Sample(Rng rng, float[] rows, CancellationToken cancellation)
    {
        var count = rows.Length / width;
        var uniforms = new float[count];
        rng.Fork("members").Uniform(uniforms);
        var chosen = Array.ConvertAll(uniforms, Member);
        var all = new float[rows.Length];
        for (var k = 0; k < members.Length; k++)
        {
            int[] places = [.. Enumerable.Range(0, count).Where(i => chosen[i] == k)];
            if (places.Length == 0) continue;
            var some = new float[places.Length * width];
            for (var i = 0; i < places.Length; i++) rows.AsSpan(places[i] * width, width).CopyTo(some.AsSpan(i * width));
            members[k].Sample(rng.Fork(k), some, cancellation);
            for (var i = 0; i < places.Length; i++) some.AsSpan(i * width, width).CopyTo(all.AsSpan(places[i] * width));
        }
        return all;
    }

    private int Member(float uniform)
    {
        var k = 0;
        double left = uniform;
        while (k < members.Length - 1 && (left -= Weights[k]) >= 0) k++;
        return k;
    }

    // log ∑ₖ wₖ pₖ of row i; the terms' logarithms are left behind.
    private static double Joined(double[][] scores, double[] w, int i, double[] logs)
    {
        for (var k = 0; k < logs.Length; k++) logs[k] = w[k] > 0 ? DoubleMath.Log(w[k]) + scores[k][i] : double.NegativeInfinity;
        return DoubleMath.LogSumExp(logs);
    }
}
