using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>Draws of missing elements from p(x_missing | x_observed) ∝ p(x) by differential evolution, a Metropolis method with many chains per example.</summary>
/// <remarks>
/// <para>A chain proposes x + γ(y − y′) + ε on its missing elements, where y and y′ are the states of two other chains of the same example. So proposals have the scale and the correlations
/// of the target without any tuning. γ is 2.38/√(2m) for m missing elements, and in one step of five 1, which moves chains between modes. The chains form two groups. A group moves by the
/// states of the other one, so that each move leaves the target as it is.</para>
/// <para>The chains of an example start at the draws of the flow whose observed elements are nearest to the given ones.</para>
/// ter Braak, A Markov chain Monte Carlo version of the genetic algorithm differential evolution (2006); groups: Foreman-Mackey et al., emcee: the MCMC hammer (2013), section 3.
/// </remarks>
internal sealed class FlowImputation
{
    private const int FewestChains = 32, StartsPerChain = 32, ValuesAtOnce = 1 << 16, LongStepEvery = 5;
    private const float Jitter = 1e-3f;

    private readonly Flow flow;
    private readonly FlowContext context;
    private readonly BufferPool pool = new();
    private readonly int drawCount, stepCount, features, half;
    private float[] scales = [], starts = [];

    /// <param name="flow">p(x|c).</param>
    /// <param name="context">Those of all examples.</param>
    /// <param name="drawCount">Draws per example, 1 or more.</param>
    /// <param name="stepCount">Steps of each chain, 1 or more.</param>
    public FlowImputation(Flow flow, FlowContext context, int drawCount, int stepCount)
    {
        (this.flow, this.context, this.drawCount, this.stepCount, features) = (flow, context, drawCount, stepCount, flow.EventShape.Size);
        half = Math.Max(FewestChains, drawCount + 1) / 2;
    }

    private bool IsConditional => flow.ContextFeatures + flow.ClassCount > 0;

    /// <param name="x">[n, event…], NaN where an element is missing.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public Imputation Run(Tensor x, Rng rng, CancellationToken cancellation)
    {
        var count = x.Shape[0];
        var draws = new float[drawCount * x.Length];
        long moves = 0, accepted = 0;
        if (!IsConditional) FindStarts(0, 1, rng.Fork("starts"), cancellation);
        var rowsAtOnce = Math.Max(1, ValuesAtOnce / (half * features));
        for (var first = 0; first < count; first += rowsAtOnce)
        {
            var rows = Math.Min(rowsAtOnce, count - first);
            if (IsConditional) FindStarts(first, rows, rng.Fork("starts").Fork(first), cancellation);
            var given = x.Span.Slice(first * features, rows * features).ToArray();
            var (states, some) = Move(given, first, rng.Fork("chains").Fork(first), cancellation);
            accepted += some;
            for (var r = 0; r < rows; r++)
            {
                if (Imputation.Missing(given.AsSpan(r * features, features)).Contains(true)) moves += 2L * half * stepCount;
                for (var draw = 0; draw < drawCount; draw++)
                    states[draw % 2].AsSpan((r * half + draw / 2) * features, features).CopyTo(draws.AsSpan((draw * count + first + r) * features));
            }
        }
        return new(Tensor.From(draws, new Shape(drawCount).Concat(x.Shape)), moves == 0 ? 1 : accepted / (double)moves);
    }

    // The states of the two groups, [row, chain, feature], so that the proposals of a group are one batch.
    private (float[][] States, long Accepted) Move(float[] x, int first, Rng rng, CancellationToken cancellation)
    {
        var rows = x.Length / features;
        int[][] missing = [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, features).Where(j => float.IsNaN(x[r * features + j])).ToArray())];
        float[][] states = [new float[rows * half * features], new float[rows * half * features]];
        for (var r = 0; r < rows; r++) Start(x.AsSpan(r * features, features), missing[r], states, r);
        var (values, labels) = context.Repeat(first, rows, half);
        double[] Score(float[] points) => flow.Score(Tensor.From(points, new Shape(rows * half).Concat(flow.EventShape)), values, labels, pool, cancellation);

        double[][] scores = [Score(states[0]), Score(states[1])];
        var proposal = new float[rows * half * features];
        var accepted = 0L;
        for (var step = 0; step < stepCount; step++)
            for (var group = 0; group < 2; group++)
            {
                var (own, stream) = (states[group], rng.Fork(2L * step + group));
                own.CopyTo(proposal, 0);
                for (var chain = 0; chain < rows * half; chain++)
                    Propose(missing[chain / half], states[1 - group].AsSpan(chain / half * half * features, half * features), proposal.AsSpan(chain * features, features), step, stream.Fork(chain));
                var proposed = Score(proposal);
                var thresholds = new float[proposed.Length];
                stream.Uniform(thresholds);
                for (var chain = 0; chain < proposed.Length; chain++)
                {
                    // A score of NaN or −∞ is never taken; from a density of 0, any other is.
                    if (!(DoubleMath.Log(thresholds[chain]) < proposed[chain] - scores[group][chain]) || missing[chain / half].Length == 0) continue;
                    scores[group][chain] = proposed[chain];
                    proposal.AsSpan(chain * features, features).CopyTo(own.AsSpan(chain * features));
                    accepted++;
                }
            }
        return (states, accepted);
    }

    private void Propose(int[] missing, ReadOnlySpan<float> others, Span<float> x, int step, Rng rng)
    {
        if (missing.Length == 0) return;
        int a = rng.NextInt(half), b = rng.NextInt(half - 1);
        if (b >= a) b++;
        var gamma = step % LongStepEvery == LongStepEvery - 1 ? 1 : 2.38f / MathF.Sqrt(2 * missing.Length);
        var noise = new float[missing.Length];
        rng.Normal(noise);
        for (var m = 0; m < missing.Length; m++)
        {
            var j = missing[m];
            x[j] += gamma * (others[a * features + j] - others[b * features + j]) + Jitter * scales[j] * noise[m];
        }
    }

    private void FindStarts(int first, int rows, Rng rng, CancellationToken cancellation)
    {
        var count = 2 * half * StartsPerChain;
        var (values, labels) = IsConditional ? context.Repeat(first, rows, count) : (null, null);
        var drawn = flow.Sample(rng, rows * count, values, labels, pool, cancellation);
        starts = drawn.ToArray();
        scales = FlowData.Moments(new TensorExamples(drawn, null, "Impute"), batch => batch.Values).Scale;
    }

    /// <summary>Puts the missing elements of the nearest draws beside the observed ones.</summary>
    private void Start(ReadOnlySpan<float> x, int[] missing, float[][] states, int row)
    {
        var count = 2 * half * StartsPerChain;
        var own = starts.AsSpan(IsConditional ? row * count * features : 0, count * features);
        var distances = new double[count];
        for (var s = 0; s < count; s++)
            for (var j = 0; j < features; j++)
            {
                if (float.IsNaN(x[j])) continue;
                var d = ((double)x[j] - own[s * features + j]) / scales[j];
                distances[s] += d * d;
            }
        int[] nearest = [.. Enumerable.Range(0, count).OrderBy(s => distances[s]).Take(2 * half)];
        for (var c = 0; c < nearest.Length; c++)
        {
            var state = states[c % 2].AsSpan((row * half + c / 2) * features, features);
            x.CopyTo(state);
            foreach (var j in missing) state[j] = own[nearest[c] * features + j];
        }
    }
}
