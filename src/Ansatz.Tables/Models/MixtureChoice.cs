using Ansatz.Mixtures;
using Ansatz.Random;
using Ansatz.Workers;

namespace Ansatz.Tables.Models;

/// <summary>
/// Mixtures of rows with different numbers of components, compared by the Bayesian information criterion. If there are many rows, some find the start of each mixture, more compare
/// the mixtures, and all fit the one that is taken.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="dimension">Numbers of a row.</param>
/// <param name="rng">The stream of the starts.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class MixtureChoice(TableRows rows, int dimension, Rng rng, CancellationToken cancellation)
{
    // A criterion that rose this often in a row does not fall again.
    private const int MostRises = 2;

    private const int MostRowsToStart = 20_000, MostRowsToCompare = 100_000;

    private MixtureOptions Options => new() { StartCount = 2, Tolerance = 1e-6, StepLimit = 300, ShardCount = ShardCount, Workers = Workers };

    private readonly double[] few = Numbers(rows, dimension, MostRowsToStart);
    private readonly double[] many = Numbers(rows, dimension, MostRowsToCompare);

    /// <summary>Parts of the rows whose statistics are added up alone.</summary>
    public int ShardCount { get; init; } = 1;

    /// <summary>Whether the rows beyond <see cref="MostRowsToCompare"/> take part in the end.</summary>
    public bool UsesAllRows { get; init; } = true;

    /// <summary>Who divides the shards; null is this process alone.</summary>
    public ICommunicator? Workers { get; init; }

    /// <summary>Components and criterion of each mixture that was fitted.</summary>
    public List<(int Components, double Bic)> Tried { get; } = [];

    /// <summary>The mixture with the lowest criterion.</summary>
    public (GaussianMixture Mixture, MixtureFit Fit) Best(int fewest, int most)
    {
        (GaussianMixture Mixture, MixtureFit Fit)? best = null;
        var rises = 0;
        for (var k = fewest; k <= most && rises < MostRises; k++)
        {
            if (Compared(k) is not { } next) break;
            Tried.Add((k, next.Fit.Bic));
            rises = best is { } b && next.Fit.Bic >= b.Fit.Bic ? rises + 1 : 0;
            if (rises == 0) best = next;
        }
        return best is { } one ? Finished(one) : throw new InvalidDataException($"table: {rows.Count} complete rows are too few for a mixture of {fewest} component{(fewest == 1 ? "" : "s")} in {dimension} dimensions");
    }

    /// <summary>The mixture of this number of components, or null where the rows are too few.</summary>
    public (GaussianMixture Mixture, MixtureFit Fit)? Of(int components) => Compared(components) is { } one ? Finished(one) : null;

    private (GaussianMixture Mixture, MixtureFit Fit)? Compared(int components)
    {
        var mixture = new GaussianMixture(components, dimension, MixtureCovariance.Full);
        try
        {
            var fit = mixture.Fit(few, rng.Fork(components), Options, cancellation);
            return (mixture, many.Length == few.Length ? fit : mixture.Fit(many, rng.Fork(components), Options with { Start = fit.Density }, cancellation));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException && components > 1)
        {
            return null;
        }
    }

    // More steps with all rows.
    private (GaussianMixture Mixture, MixtureFit Fit) Finished((GaussianMixture Mixture, MixtureFit Fit) one) => !UsesAllRows || rows.Count * dimension == many.Length
        ? one
        : (one.Mixture, one.Mixture.Fit(Numbers(rows, dimension, rows.Count), rng, Options with { Start = one.Fit.Density }, cancellation));

    // The numbers of each row, without the codes behind them; of many rows, some at equal distances.
    private static double[] Numbers(TableRows rows, int dimension, int most)
    {
        int width = rows.ExampleShape.Size, count = Math.Min(rows.Count, most);
        var numbers = new double[count * dimension];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = rows.Values[(int)((long)(i / dimension) * rows.Count / count) * width + i % dimension];
        return numbers;
    }
}
