using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Ansatz.Networks;
using Ansatz.Tensors;
using Ansatz.Workers;

namespace Ansatz.Training;

/// <summary>The sum over shards of what a step needs: gradients, observed statistics, metrics, and the number of workers that were told to stop.</summary>
internal sealed class StepSum : IShardSum<StepSum>
{
    private readonly Tensor[] gradients, observed;
    private readonly double[] numbers; // stops, then each metric times examples

    /// <param name="parameters">Those that are trainable.</param>
    /// <param name="statistics">What a pass has seen; every pass sees the same statistics in the same order.</param>
    /// <param name="metrics">What it reports.</param>
    public StepSum(IReadOnlyList<Parameter> parameters, IReadOnlyList<StatisticUpdate> statistics, Metrics metrics)
    {
        gradients = [.. parameters.Select(p => Tensor.Allocate(p.Shape))];
        observed = [.. statistics.Select(s => Tensor.Allocate(s.Statistic.Shape))];
        numbers = new double[metrics.Values.Count + 1];
    }

    public double StopCount => numbers[0];

    public void Stop() => numbers[0]++;

    /// <summary>Sets the sum to one shard's, or adds one shard's to it.</summary>
    /// <param name="found">The shard's mean gradients.</param>
    /// <param name="parameters">Those that are trainable.</param>
    /// <param name="seen">What its moving statistics have seen.</param>
    /// <param name="metrics">Its means.</param>
    /// <param name="count">Its examples.</param>
    /// <param name="total">The batch's examples.</param>
    /// <param name="isFirst">Whether to set.</param>
    public void Take(Gradients found, IReadOnlyList<Parameter> parameters, IReadOnlyList<StatisticUpdate> seen, Metrics metrics, int count, int total, bool isFirst)
    {
        if (seen.Count != observed.Length || metrics.Values.Count + 1 != numbers.Length)
            throw new InvalidOperationException($"Trainer: a pass has collected {seen.Count} statistics and {metrics.Values.Count} metrics, another {observed.Length} and {numbers.Length - 1}; expected the same ones in every pass.");
        var share = (float)((double)count / total);
        for (var i = 0; i < gradients.Length; i++) Add(found.Of(parameters[i]), gradients[i], share, isFirst);
        for (var i = 0; i < seen.Count; i++)
        {
            if (seen[i].FirstRow is null)
            {
                Add(new ParameterGradient(seen[i].Observed), observed[i], share, isFirst);
                continue;
            }
            // The rows of other shards are zeros here until those are added.
            if (isFirst) observed[i].Span.Clear();
            seen[i].Observed.Span.CopyTo(seen[i].Part(observed[i].Span));
        }
        if (isFirst) Array.Clear(numbers);
        for (var i = 1; i < numbers.Length; i++) numbers[i] += metrics.Values[i - 1].Value * count;
    }

    public void Add(StepSum other)
    {
        for (var i = 0; i < gradients.Length; i++) Add(new ParameterGradient(other.gradients[i]), gradients[i], 1, false);
        for (var i = 0; i < observed.Length; i++) Add(new ParameterGradient(other.observed[i]), observed[i], 1, false);
        for (var i = 0; i < numbers.Length; i++) numbers[i] += other.numbers[i];
    }

    public void Visit(PartAction action)
    {
        foreach (var tensor in gradients) action(MemoryMarshal.AsBytes(tensor.Span));
        foreach (var tensor in observed) action(MemoryMarshal.AsBytes(tensor.Span));
        action(MemoryMarshal.AsBytes(numbers.AsSpan()));
    }

    /// <summary>The sums as gradients on a tape.</summary>
    public Gradients Gradients(Tape tape, IReadOnlyList<Parameter> parameters) => new(tape, parameters.Zip(gradients).ToDictionary(p => p.First, p => p.Second));

    /// <summary>The means over a batch.</summary>
    /// <param name="shown">Metrics of a shard, for names and weights.</param>
    /// <param name="count">Examples of the batch.</param>
    public Metrics Metrics(Metrics shown, int count) => new MetricsMean { Sums = new MetricsSums([.. shown.Values.Select(v => v.Name)], numbers[1..], shown.Weights, count) }.Mean();

    /// <summary>Notes the sums of what statistics have seen.</summary>
    /// <param name="pass">The pass of the step.</param>
    /// <param name="seen">What a shard has seen, for the statistics and their momenta.</param>
    public void CollectStatistics(Pass pass, IReadOnlyList<StatisticUpdate> seen)
    {
        for (var i = 0; i < observed.Length; i++)
        {
            if (seen[i].FirstRow is null) pass.Collect(seen[i].Statistic, observed[i], seen[i].Momentum);
            else pass.CollectRows(seen[i].Statistic, observed[i], 0);
        }
    }

    private static void Add(ParameterGradient gradient, Tensor sum, float share, bool isFirst)
    {
        if (isFirst) gradient.Apply(new SetToShare(share), sum);
        else gradient.Apply(new AddShare(share), sum);
    }
}

/// <summary>s ← c·g.</summary>
internal readonly struct SetToShare(float share) : IWeightUpdate
{
    public static int MemoryCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(Vector512<float> gradient, ref Vector512<float> weight, ref Vector512<float> unused, ref Vector512<float> alsoUnused) => weight = gradient * Vector512.Create(share);
}

/// <summary>s ← s + c·g, rounded twice, so that it gives the bits of <see cref="SetToShare"/> followed by an addition.</summary>
internal readonly struct AddShare(float share) : IWeightUpdate
{
    public static int MemoryCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(Vector512<float> gradient, ref Vector512<float> weight, ref Vector512<float> unused, ref Vector512<float> alsoUnused) => weight += gradient * Vector512.Create(share);
}
