using Ansatz.Mixtures;
using Ansatz.Random;

namespace Ansatz.Tables.Models;

/// <summary>Mixtures of rows with different numbers of components, compared by the Bayesian information criterion.</summary>
/// <param name="rows">The rows.</param>
/// <param name="dimension">Numbers of a row.</param>
/// <param name="rng">The stream of the starts.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class MixtureChoice(TableRows rows, int dimension, Rng rng, CancellationToken cancellation)
{
    // A criterion that rose this often in a row does not fall again.
    private const int MostRises = 3;

    private static readonly MixtureOptions options = new() { StartCount = 4, Tolerance = 1e-7, StepLimit = 1000 };

    private readonly double[] data = Numbers(rows, dimension);

    /// <summary>Components and criterion of each mixture that was fitted.</summary>
    public List<(int Components, double Bic)> Tried { get; } = [];

    /// <summary>The mixture with the lowest criterion.</summary>
    public (GaussianMixture Mixture, MixtureFit Fit) Best(int fewest, int most)
    {
        (GaussianMixture Mixture, MixtureFit Fit)? best = null;
        var rises = 0;
        for (var k = fewest; k <= most && rises < MostRises; k++)
        {
            if (Of(k) is not { } one) break;
            Tried.Add((k, one.Fit.Bic));
            rises = best is { } b && one.Fit.Bic >= b.Fit.Bic ? rises + 1 : 0;
            if (rises == 0) best = one;
        }
        return best ?? throw new InvalidDataException($"table: {rows.Count} complete rows are too few for a mixture of {fewest} component{(fewest == 1 ? "" : "s")} in {dimension} dimensions");
    }

    /// <summary>The mixture of so many components, or null where the rows are too few.</summary>
    public (GaussianMixture Mixture, MixtureFit Fit)? Of(int components)
    {
        var mixture = new GaussianMixture(components, dimension, MixtureCovariance.Full);
        try
        {
            return (mixture, mixture.Fit(data, rng.Fork(components), options, cancellation));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException && components > 1)
        {
            return null;
        }
    }

    // The numbers of each row, without the codes behind them.
    private static double[] Numbers(TableRows rows, int dimension)
    {
        var width = rows.ExampleShape.Size;
        var data = new double[rows.Count * dimension];
        for (var i = 0; i < data.Length; i++) data[i] = rows.Values[i / dimension * width + i % dimension];
        return data;
    }
}
