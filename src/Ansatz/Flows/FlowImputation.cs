using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>Draws of missing elements from p(x_missing | x_observed, c) of a flow, by the chains of <see cref="DifferentialEvolution"/>. They start at draws of the flow.</summary>
internal sealed class FlowImputation
{
    private const int StartsPerChain = 32;

    private readonly Flow flow;
    private readonly FlowContext context;
    private readonly BufferPool pool = new();
    private readonly int drawCount, stepCount, features, chainCount;

    /// <param name="flow">p(x|c).</param>
    /// <param name="context">Those of all examples.</param>
    /// <param name="drawCount">Draws per example, 1 or more.</param>
    /// <param name="stepCount">Steps of each chain, 1 or more.</param>
    public FlowImputation(Flow flow, FlowContext context, int drawCount, int stepCount)
    {
        (this.flow, this.context, this.drawCount, this.stepCount, features) = (flow, context, drawCount, stepCount, flow.EventShape.Size);
        chainCount = DifferentialEvolution.ChainCount(drawCount);
    }

    /// <param name="x">[n, event…], NaN where an element is missing.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public Imputation Run(Tensor x, Rng rng, CancellationToken cancellation)
    {
        var draws = Enumerable.Repeat(x.ToArray(), drawCount).SelectMany(d => d).ToArray();
        long proposed = 0, accepted = 0;
        (float[] Points, float[] Scales)? shared = flow.ContextFeatures + flow.ClassCount == 0 ? Starts([], rng.Fork("starts"), cancellation) : null;
        foreach (var examples in Imputation.Incomplete(x.Span, features).Chunk(DifferentialEvolution.RowsAtOnce(features, chainCount)))
        {
            var (starts, scales) = shared ?? Starts(examples, rng.Fork("starts").Fork(examples[0]), cancellation);
            var (values, labels) = context.Repeat(examples, chainCount / 2);
            var length = shared is null ? starts.Length / examples.Length : starts.Length;
            var chains = new DifferentialEvolution([.. examples.SelectMany(i => x.Span.Slice(i * features, features).ToArray())], features, chainCount, scales,
                row => starts.AsMemory(shared is null ? row * length : 0, length),
                states => flow.Score(Tensor.From(states, new Shape(states.Length / features).Concat(flow.EventShape)), values, labels, pool, cancellation));
            for (var step = 0; step < stepCount; step++) chains.Step(step, rng.Fork("chains").Fork(examples[0]).Fork(step));
            (proposed, accepted) = (proposed + chains.Proposed, accepted + chains.Accepted);
            for (var row = 0; row < examples.Length; row++)
                for (var draw = 0; draw < drawCount; draw++)
                    chains.State(row, draw).CopyTo(draws.AsSpan(draw * x.Length + examples[row] * features));
        }
        return new(Tensor.From(draws, new Shape(drawCount).Concat(x.Shape)), proposed == 0 ? 1 : accepted / (double)proposed);
    }

    // Draws of the flow for the contexts of some examples, or without any, and the scale of each element.
    private (float[] Points, float[] Scales) Starts(int[] examples, Rng rng, CancellationToken cancellation)
    {
        var count = StartsPerChain * chainCount;
        var (values, labels) = examples.Length == 0 ? (null, null) : context.Repeat(examples, count);
        var drawn = flow.Sample(rng, Math.Max(1, examples.Length) * count, values, labels, pool, cancellation);
        return (drawn.ToArray(), FlowData.Moments(new TensorExamples(drawn, null, "Impute"), batch => batch.Values).Scale);
    }
}
