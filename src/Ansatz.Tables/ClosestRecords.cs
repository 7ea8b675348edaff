using Ansatz.Evaluation;
using Ansatz.Random;

namespace Ansatz.Tables;

/// <summary>
/// Whether synthetic rows copy the rows that a model learnt from: the distance from each to the closest of these, beside the distance to the closest of as many rows that the model never saw.
/// A model that copies nothing is as close to both.
/// </summary>
public sealed class ClosestRecords
{
    private const int MostRows = 2000;

    /// <param name="transform">Distances are those of its numbers; two different categories are √2 apart.</param>
    /// <param name="training">Rows that the model learnt from.</param>
    /// <param name="heldOut">Rows that it never saw.</param>
    /// <param name="synthetic">Rows that it drew.</param>
    /// <param name="rng">The stream of noise and of the choice of rows. At most 2,000 rows of each table are compared.</param>
    public ClosestRecords(TableTransform transform, Table training, Table heldOut, Table synthetic, Rng rng)
    {
        float[][] learnt = Rows(transform, training, rng.Fork("training")), unseen = Rows(transform, heldOut, rng.Fork("held out")), drawn = Rows(transform, synthetic, rng.Fork("synthetic"));
        var count = Math.Min(learnt.Length, unseen.Length);
        if (count == 0 || drawn.Length == 0) throw new ArgumentException($"ClosestRecords: {learnt.Length} training, {unseen.Length} held-out and {drawn.Length} synthetic rows; expected some of each.", nameof(heldOut));
        double[] toTraining = [.. drawn.Select(row => Closest(row, learnt.AsSpan(0, count), transform.NumberCount))], toHeldOut = [.. drawn.Select(row => Closest(row, unseen.AsSpan(0, count), transform.NumberCount))];
        float[] a = [.. toTraining.Select(d => (float)d)], b = [.. toHeldOut.Select(d => (float)d)];
        Array.Sort(a);
        Array.Sort(b);
        (TrainingMedian, HeldOutMedian) = (Quantile.Of(a, 0.5), Quantile.Of(b, 0.5));
        CloserToTraining = toTraining.Zip(toHeldOut, (t, h) => t < h ? 1 : t == h ? 0.5 : 0).Average();
    }

    /// <summary>The median distance to the closest training row.</summary>
    public double TrainingMedian { get; }

    /// <summary>The median distance to the closest of as many held-out rows.</summary>
    public double HeldOutMedian { get; }

    /// <summary>The share of synthetic rows that are closer to a training row than to any held-out row; ½ where nothing is copied.</summary>
    public double CloserToTraining { get; }

    private static float[][] Rows(TableTransform transform, Table table, Rng rng)
    {
        var complete = table.CompleteRows();
        var order = rng.Fork("order").Permutation(complete.Length);
        var rows = transform.Encode(table, [.. order.Take(MostRows).Select(i => complete[i])], rng);
        var width = rows.ExampleShape.Size;
        return [.. Enumerable.Range(0, rows.Count).Select(i => rows.Values.Slice(i * width, width).ToArray())];
    }

    private static double Closest(float[] row, ReadOnlySpan<float[]> others, int numbers)
    {
        var closest = double.PositiveInfinity;
        foreach (var other in others)
        {
            var sum = 0.0;
            for (var i = 0; i < row.Length && sum < closest; i++) sum += i < numbers ? (row[i] - other[i]) * (double)(row[i] - other[i]) : row[i] == other[i] ? 0 : 2;
            closest = Math.Min(closest, sum);
        }
        return Math.Sqrt(closest);
    }
}
