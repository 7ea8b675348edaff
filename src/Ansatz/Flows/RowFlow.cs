using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>A flow of vectors whose steps are one op, in the directions in which a step knows all elements that it sees; see <see cref="RowChain"/>. The other direction takes the parts one by one.</summary>
internal sealed class RowFlow : Bijector
{
    private readonly int length;
    private readonly Tensor? context;
    private readonly RowStep[]? toData, toNoise;

    // Whether the direction to data has no backward pass.
    private readonly bool isForwardUntracked;

    private RowFlow(Bijector parts, int length, Tensor? context, RowStep[]? toData, RowStep[]? toNoise) =>
        (Parts, this.length, this.context, this.toData, this.toNoise, isForwardUntracked) = (parts, length, context, toData, toNoise, toData?.Any(s => s.HasNoGradient) ?? false);

    /// <summary>The same map step by step.</summary>
    public Bijector Parts { get; }

    public override int EventRank => 1;

    public override Shape BatchShape => Parts.BatchShape;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => toData is null || (isForwardUntracked && x.IsTracked) ? Parts.ForwardAndLogDet(x) : Run(x, toData);

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => toNoise is null ? Parts.InverseAndLogDet(y) : Run(y, toNoise);

    /// <summary>The parts, and their directions that are one op. It is the parts themselves if a network is too wide, or if the pass is run for its shapes alone.</summary>
    /// <param name="parts">From noise to data.</param>
    /// <param name="length">The elements of x.</param>
    /// <param name="context">[n, features], or null.</param>
    /// <param name="pass">How networks are run.</param>
    /// <param name="toData">The steps from noise to data, or null if this direction has none.</param>
    /// <param name="toNoise">The steps from data to noise, or null.</param>
    public static Bijector Of(Bijector parts, int length, Tensor? context, Pass pass, IEnumerable<RowStep?>? toData, IEnumerable<RowStep?>? toNoise)
    {
        if (pass.Trace is not null || pass.Tape is { IsTrace: true }) return parts;
        RowStep?[]? forward = toData?.ToArray(), inverse = toNoise?.ToArray();
        return (forward ?? []).Concat(inverse ?? []).Contains(null) ? parts : new RowFlow(parts, length, context, forward!, inverse!);
    }

    /// <summary>Steps in the order in which they are applied, with a map between each two; data to noise is the reverse order.</summary>
    public static IEnumerable<RowStep?> Between(int count, bool isInverse, Func<int, RowStep?> step, Func<int, RowStep?> between)
    {
        for (var k = 0; k < count; k++)
        {
            var i = isInverse ? count - 1 - k : k;
            if (k > 0) yield return between(isInverse ? i : i - 1);
            yield return step(i);
        }
    }

    /// <summary>Elements with features from a network as a step; null if the network is too wide.</summary>
    public static RowStep? Conditioned<TMap>(Sequential network, int length, int mappedStart, int contextLength, Pass pass, TMap map) where TMap : struct, IElementMap
    {
        if (Narrow(network, pass) is not var (narrow, weights, masks)) return null;
        return new ConditionedRows<TMap>(narrow, masks, weights, length, mappedStart, contextLength, FlowSteps.InputBound, map);
    }

    /// <summary>The layers of a conditioner together, their parameters, and their masks if they have some; null if a layer is too wide.</summary>
    public static (NarrowNetwork Network, Tensor[] Weights, Tensor[] Masks)? Narrow(Sequential network, Pass pass)
    {
        List<Tensor> weights = [], masked = [], masks = [];
        foreach (var layer in network.Layers)
        {
            var (weight, bias) = layer is MaskedDense withMask ? (pass[withMask.Weight], pass[withMask.Bias]) : layer is Dense dense ? (pass[dense.Weight], pass[dense.Bias]) : throw new InvalidOperationException("A conditioner has dense layers only.");
            if (!RectifierNetwork.Suits(weight)) return null;
            if (layer is MaskedDense { Mask: var mask })
            {
                masks.Add(mask);
                masked.Add(weight.StopGradient() * mask);
            }
            else masked.Add(weight);
            masked.Add(bias);
            weights.AddRange(weight, bias);
        }
        return (new NarrowNetwork([.. masked]), [.. weights], [.. masks]);
    }

    private (Tensor Value, Tensor LogDet) Run(Tensor x, RowStep[] steps)
    {
        CheckEventLength(x, length);
        var leading = context is null ? x.Shape[..^1] : Shape.Broadcast(x.Shape[..^1], context.Shape[..^1]);
        var inputs = new List<Tensor> { x.BroadcastTo(leading.Concat([length])) };
        if (context is not null) inputs.Add(context.BroadcastTo(leading.Concat(context.Shape[^1..])));
        foreach (var step in steps) inputs.AddRange(step.Parameters);
        var both = new RowChain(steps, context is not null).Apply([.. inputs]);
        return (both.Slice(0, 0, leading.Size * length).Reshape(leading.Concat([length])), both.Slice(0, leading.Size * length, leading.Size).Reshape(leading));
    }
}
