using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// Draws of the missing numbers and categories of a row from p(missing | observed) ∝ p(row), by Markov chains on many copies of the row. Numbers move by differential evolution: a copy proposes
/// x + γ(y − y′) + ε with the states y and y′ of two copies of the other half. A category is drawn from its exact distribution given the rest of the row.
/// </summary>
/// <remarks>γ is 2.38/√(2m) for m missing numbers, and 1 in each fifth step, which moves copies between modes. ter Braak, A Markov chain Monte Carlo version of the genetic algorithm differential evolution (2006).</remarks>
/// <param name="flow">p(row).</param>
/// <param name="numbers">Numbers of a row.</param>
/// <param name="counts">The categories of each categorical column behind them.</param>
/// <param name="starts">Draws of p(row), to start from those that are nearest to the observed cells.</param>
internal sealed class RowImputation(TableFlow flow, int numbers, int[] counts, float[] starts)
{
    private const int FewestCopies = 32, LongStepEvery = 5, CategoryStepEvery = 5;
    private const float Jitter = 1e-3f;

    private readonly int width = numbers + counts.Length;

    /// <summary>Proposals of numbers, and how many were accepted.</summary>
    public (long Proposed, long Accepted) Moves { get; private set; }

    /// <summary>[draws, width].</summary>
    /// <param name="row">Numbers and codes; NaN where one is missing.</param>
    /// <param name="drawCount">1 or more.</param>
    /// <param name="stepCount">Steps of each chain.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public float[] Draw(ReadOnlySpan<float> row, int drawCount, int stepCount, Rng rng, CancellationToken cancellation)
    {
        var cells = row.ToArray();
        int[] missing = [.. Enumerable.Range(0, width).Where(i => float.IsNaN(cells[i]))], lostNumbers = [.. missing.Where(i => i < numbers)], lostCodes = [.. missing.Where(i => i >= numbers)];
        var half = (Math.Max(FewestCopies, drawCount) + 1) / 2;
        var states = Start(cells, missing, 2 * half);
        if (missing.Length > 0)
        {
            var scores = Score(states, cancellation);
            for (var step = 0; step < stepCount; step++)
            {
                var stream = rng.Fork(step);
                if (lostNumbers.Length > 0)
                    for (var group = 0; group < 2; group++) MoveNumbers(states, scores, group * half, half, lostNumbers, step, stream.Fork(group), cancellation);
                if (lostCodes.Length == 0 || (lostNumbers.Length > 0 && step % CategoryStepEvery > 0)) continue;
                foreach (var column in lostCodes) DrawCategory(states, scores, column, stream.Fork(2 + column), cancellation);
            }
        }
        return states[..(drawCount * width)];
    }

    private double[] Score(float[] states, CancellationToken cancellation) => flow.Score(new TableRows(states, width, [.. Enumerable.Range(0, states.Length / width)], []), cancellation);

    private void MoveNumbers(float[] states, double[] scores, int first, int half, int[] lost, int step, Rng rng, CancellationToken cancellation)
    {
        var proposals = states.AsSpan(first * width, half * width).ToArray();
        var others = states.AsSpan((half - first) * width, half * width);
        float gamma = step % LongStepEvery == LongStepEvery - 1 ? 1 : 2.38f / (float)Math.Sqrt(2 * lost.Length);
        float[] noise = new float[half * lost.Length], thresholds = new float[half];
        rng.Fork("noise").Normal(noise);
        rng.Fork("thresholds").Uniform(thresholds);
        var pairs = rng.Fork("pairs");
        for (var i = 0; i < half; i++)
        {
            int a = pairs.NextInt(half), b = pairs.NextInt(half - 1);
            if (b >= a) b++;
            for (var m = 0; m < lost.Length; m++) proposals[i * width + lost[m]] += gamma * (others[a * width + lost[m]] - others[b * width + lost[m]]) + Jitter * noise[i * lost.Length + m];
        }
        var proposed = Score(proposals, cancellation);
        var accepted = 0;
        for (var i = 0; i < half; i++)
        {
            if (!(DoubleMath.Log(thresholds[i]) < proposed[i] - scores[first + i])) continue;
            scores[first + i] = proposed[i];
            proposals.AsSpan(i * width, width).CopyTo(states.AsSpan((first + i) * width));
            accepted++;
        }
        Moves = (Moves.Proposed + half, Moves.Accepted + accepted);
    }

    private void DrawCategory(float[] states, double[] scores, int column, Rng rng, CancellationToken cancellation)
    {
        int copies = scores.Length, categories = counts[column - numbers];
        var each = new double[categories][];
        for (var k = 0; k < categories; k++)
        {
            for (var i = 0; i < copies; i++) states[i * width + column] = k;
            each[k] = Score(states, cancellation);
        }
        var uniform = new float[copies];
        rng.Uniform(uniform);
        for (var i = 0; i < copies; i++)
        {
            double[] logs = [.. each.Select(e => e[i])];
            double total = DoubleMath.LogSumExp(logs), left = uniform[i];
            var chosen = 0;
            while (chosen < categories - 1 && (left -= DoubleMath.Exp(logs[chosen] - total)) > 0) chosen++;
            (states[i * width + column], scores[i]) = (chosen, logs[chosen]);
        }
    }

    // Copies with the missing cells of the nearest draws.
    private float[] Start(float[] cells, int[] missing, int copies)
    {
        var count = starts.Length / width;
        var distances = new double[count];
        for (var s = 0; s < count; s++)
            for (var i = 0; i < width; i++)
            {
                if (float.IsNaN(cells[i])) continue;
                var d = (double)cells[i] - starts[s * width + i];
                distances[s] += i < numbers ? d * d : d == 0 ? 0 : 2;
            }
        int[] nearest = [.. Enumerable.Range(0, count).OrderBy(s => distances[s]).Take(copies)];
        var states = new float[copies * width];
        for (var c = 0; c < copies; c++)
        {
            cells.CopyTo(states, c * width);
            foreach (var i in missing) states[c * width + i] = starts[nearest[c % nearest.Length] * width + i];
        }
        return states;
    }
}
