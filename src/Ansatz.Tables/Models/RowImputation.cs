using Ansatz.Flows;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// Draws of the missing cells of rows from p(missing | observed) ∝ p(row). Numbers move by <see cref="DifferentialEvolution"/>. In each fifth step a missing category is drawn from its exact
/// distribution given the rest of its row, which is a Gibbs step.
/// </summary>
/// <param name="flow">p(row).</param>
/// <param name="numbers">Numbers of a row.</param>
/// <param name="counts">The categories of each categorical column behind them.</param>
/// <param name="starts">Draws of p(row), to start from those that are nearest to the observed cells.</param>
internal sealed class RowImputation(TableFlow flow, int numbers, int[] counts, float[] starts)
{
    private const int CategoryStepEvery = 5;

    private readonly int width = numbers + counts.Length;

    /// <returns>[rows, draws, width], and the share of proposals that were accepted.</returns>
    /// <param name="cells">[rows, width]: numbers and codes; NaN where one is missing.</param>
    /// <param name="drawCount">1 or more.</param>
    /// <param name="stepCount">Steps of each chain.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public (float[] Draws, double AcceptanceRate) Draw(float[] cells, int drawCount, int stepCount, Rng rng, CancellationToken cancellation)
    {
        var draws = Enumerable.Range(0, cells.Length / width).SelectMany(row => Enumerable.Repeat(cells[(row * width)..((row + 1) * width)], drawCount)).SelectMany(c => c).ToArray();
        var chainCount = DifferentialEvolution.ChainCount(drawCount);
        long proposed = 0, accepted = 0;
        foreach (var rows in Networks.Imputation.Incomplete(cells, width).Chunk(DifferentialEvolution.RowsAtOnce(width, chainCount)))
        {
            float[] some = [.. rows.SelectMany(row => cells[(row * width)..((row + 1) * width)])];
            float[] scales = [.. Enumerable.Repeat(1f, numbers)];
            var chains = new DifferentialEvolution(some, width, chainCount, scales, _ => starts, states => Score(states, cancellation));
            var numberIsMissing = Enumerable.Range(0, some.Length).Any(i => i % width < numbers && float.IsNaN(some[i]));
            for (var step = 0; step < stepCount; step++)
            {
                var stream = rng.Fork(rows[0]).Fork(step);
                if (numberIsMissing) chains.Step(step, stream.Fork("numbers"));
                if (numberIsMissing && step % CategoryStepEvery > 0) continue;
                for (var column = numbers; column < width; column++)
                    for (var group = 0; group < 2; group++)
                        DrawCategories(some, chains.States(group), chains.Scores(group), column, stream.Fork(column).Fork(group), cancellation);
            }
            (proposed, accepted) = (proposed + chains.Proposed, accepted + chains.Accepted);
            for (var row = 0; row < rows.Length; row++)
                for (var draw = 0; draw < drawCount; draw++) chains.State(row, draw).CopyTo(draws.AsSpan((rows[row] * drawCount + draw) * width));
        }
        return (draws, proposed == 0 ? 1 : accepted / (double)proposed);
    }

    private double[] Score(float[] states, CancellationToken cancellation) => flow.Score(new TableRows(states, width, [.. Enumerable.Range(0, states.Length / width)], []), cancellation);

    // Draws the category of a column in each chain of the rows that miss it.
    private void DrawCategories(float[] rows, float[] states, double[] scores, int column, Rng rng, CancellationToken cancellation)
    {
        var chainsPerRow = scores.Length / (rows.Length / width);
        int[] chains = [.. Enumerable.Range(0, scores.Length).Where(chain => float.IsNaN(rows[chain / chainsPerRow * width + column]))];
        if (chains.Length == 0) return;
        float[] copies = [.. chains.SelectMany(chain => states[(chain * width)..((chain + 1) * width)])];
        var categories = counts[column - numbers];
        var each = new double[categories][];
        for (var k = 0; k < categories; k++)
        {
            for (var i = 0; i < chains.Length; i++) copies[i * width + column] = k;
            each[k] = Score(copies, cancellation);
        }
        var uniform = new float[chains.Length];
        rng.Uniform(uniform);
        for (var i = 0; i < chains.Length; i++)
        {
            double[] logs = [.. each.Select(e => e[i])];
            var chosen = WeightedChoice.Of(logs, DoubleMath.LogSumExp(logs), uniform[i]);
            (states[chains[i] * width + column], scores[chains[i]]) = (chosen, logs[chosen]);
        }
    }
}
