using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>Draws missing elements from p(x_missing | x_observed) ∝ p(x) by differential evolution, a Metropolis method with many chains per row.</summary>
/// <remarks>
/// <para>A chain proposes x + γ(y − y′) + ε on its missing elements, where y and y′ are the states of two other chains of the same row. So proposals have the scale and the correlations
/// of the target without any tuning. γ is 2.38/√(2m) for m missing elements, and in one step of five 1, which moves chains between modes. The chains form two groups. A group moves by the
/// states of the other one, so that each move leaves the target as it is.</para>
/// <para>The chains of a row start at those starting points whose observed elements are nearest to its own.</para>
/// ter Braak, A Markov chain Monte Carlo version of the genetic algorithm differential evolution (2006); groups: Foreman-Mackey et al., emcee: the MCMC hammer (2013), section 3.
/// </remarks>
internal sealed class DifferentialEvolution
{
    private const int FewestChains = 32, LongStepEvery = 5, ValuesAtOnce = 1 << 16;
    private const float Jitter = 1e-3f;

    private readonly int width, half;
    private readonly float[] scales;
    private readonly int[][] missing;
    private readonly float[][] states;
    private readonly double[][] scores;
    private readonly Func<float[], double[]> score;

    /// <param name="rows">[rows, width], NaN where an element is missing.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="chainCount">Chains of a row, an even number.</param>
    /// <param name="scales">The scale of each element that is a number. They come first in a row, and only they move; the elements behind them are codes of categories.</param>
    /// <param name="starts">The starting points of a row, [points, width]; at least as many as chains.</param>
    /// <param name="score">log p of states [rows, chainCount/2, width].</param>
    public DifferentialEvolution(float[] rows, int width, int chainCount, float[] scales, Func<int, ReadOnlyMemory<float>> starts, Func<float[], double[]> score)
    {
        (this.width, half, this.scales, this.score) = (width, chainCount / 2, scales, score);
        var count = rows.Length / width;
        states = [new float[count * half * width], new float[count * half * width]];
        for (var row = 0; row < count; row++) Start(rows.AsSpan(row * width, width), starts(row).Span, row);
        missing = [.. Enumerable.Range(0, count).Select(row => Enumerable.Range(0, scales.Length).Where(i => float.IsNaN(rows[row * width + i])).ToArray())];
        scores = [score(states[0]), score(states[1])];
    }

    /// <summary>Proposals, over all rows, chains and steps.</summary>
    public long Proposed { get; private set; }

    /// <summary>How many of them were accepted.</summary>
    public long Accepted { get; private set; }

    /// <summary>The chains that draw some values: an even number, and at least 32.</summary>
    public static int ChainCount(int drawCount) => Math.Max(FewestChains, (drawCount + 1) / 2 * 2);

    /// <summary>How many rows move at once, so that a batch of states has about 65,536 values.</summary>
    public static int RowsAtOnce(int width, int chainCount) => Math.Max(1, ValuesAtOnce / (chainCount / 2 * width));

    /// <summary>The states of a group of chains, 0 or 1: [rows, chainCount/2, width].</summary>
    public float[] States(int group) => states[group];

    /// <summary>log p of those states. Who changes a state by another move sets its score too.</summary>
    public double[] Scores(int group) => scores[group];

    /// <summary>The state of one chain of a row, [width].</summary>
    public ReadOnlySpan<float> State(int row, int chain) => states[chain % 2].AsSpan((row * half + chain / 2) * width, width);

    /// <summary>Moves the missing numbers of each chain once.</summary>
    /// <param name="step">Counts from 0; each fifth step is a long one.</param>
    /// <param name="rng">The stream of this step.</param>
    public void Step(int step, Rng rng)
    {
        for (var group = 0; group < 2; group++) Move(group, step, rng.Fork(group));
    }

    private void Move(int group, int step, Rng rng)
    {
        var (own, others) = (states[group], states[1 - group]);
        var proposals = own.AsSpan().ToArray();
        for (var chain = 0; chain < scores[group].Length; chain++)
            Propose(missing[chain / half], others.AsSpan(chain / half * half * width, half * width), proposals.AsSpan(chain * width, width), step, rng.Fork(chain));
        var proposed = score(proposals);
        var thresholds = new float[proposed.Length];
        rng.Uniform(thresholds);
        for (var chain = 0; chain < proposed.Length; chain++)
        {
            if (missing[chain / half].Length == 0) continue;
            Proposed++;
            // A score of NaN or −∞ is never taken; from a density of 0, any other is.
            if (!(DoubleMath.Log(thresholds[chain]) < proposed[chain] - scores[group][chain])) continue;
            Accepted++;
            scores[group][chain] = proposed[chain];
            proposals.AsSpan(chain * width, width).CopyTo(own.AsSpan(chain * width));
        }
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
            x[j] += gamma * (others[a * width + j] - others[b * width + j]) + Jitter * scales[j] * noise[m];
        }
    }

    // Puts the missing elements of the nearest points beside the observed ones. Another category is as far away as two independent standard normal numbers are on average: 2.
    private void Start(ReadOnlySpan<float> x, ReadOnlySpan<float> points, int row)
    {
        var distances = new double[points.Length / width];
        for (var s = 0; s < distances.Length; s++)
            for (var j = 0; j < width; j++)
            {
                if (float.IsNaN(x[j])) continue;
                var d = (double)x[j] - points[s * width + j];
                distances[s] += j >= scales.Length ? d == 0 ? 0 : 2 : d / scales[j] * (d / scales[j]);
            }
        int[] nearest = [.. Enumerable.Range(0, distances.Length).OrderBy(s => distances[s]).Take(2 * half)];
        for (var c = 0; c < nearest.Length; c++)
            for (var j = 0; j < width; j++)
                states[c % 2][(row * half + c / 2) * width + j] = float.IsNaN(x[j]) ? points[nearest[c] * width + j] : x[j];
    }
}
