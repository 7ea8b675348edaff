using System.Globalization;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tables.Models;
using Ansatz.Tensors;
using Ansatz.Training;
using Ansatz.Workers;

namespace Ansatz.Tables;

/// <summary>A Gaussian mixture of the rows of a table by expectation-maximization; the Bayesian information criterion chooses the number of components.</summary>
/// <remarks>Continuous columns enter as they are, positive ones by their logarithm, bounded ones by their logit. Categories are spread over numbers like whole columns, so their probabilities are bounds.</remarks>
public sealed class MixtureTableModel : TableModel
{
    private readonly GaussianMixture mixture;

    internal MixtureTableModel(TableTransform transform, GaussianMixture mixture) : base(transform) => this.mixture = mixture;

    /// <inheritdoc/>
    public override Module Module => mixture;

    /// <inheritdoc/>
    public override int ComponentCount => mixture.ComponentCount;

    /// <summary>The mixture of the numbers.</summary>
    public GaussianMixture Mixture => mixture;

    private protected override string Header => string.Create(CultureInfo.InvariantCulture, $"table-mixture {mixture.ComponentCount}");

    /// <summary>Fits mixtures of several numbers of components and keeps the one with the lowest BIC.</summary>
    /// <param name="training">The rows to learn from. Incomplete ones are passed over.</param>
    /// <param name="rng">The stream of noise and starts.</param>
    /// <param name="fewestComponents">The fewest components, 1 or more.</param>
    /// <param name="mostComponents">The most components.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="InvalidDataException">No column can be modelled, or no row is complete.</exception>
    public static MixtureTableModel Fit(Table training, Rng rng, int fewestComponents = 1, int mostComponents = 20, CancellationToken cancellation = default) =>
        Fit(training, rng, fewestComponents, mostComponents, 1, null, cancellation);

    /// <summary>The same by several workers, which divide the rows into shards; see <see cref="MixtureOptions.ShardCount"/>.</summary>
    internal static MixtureTableModel Fit(Table training, Rng rng, int fewestComponents, int mostComponents, int shardCount, ICommunicator? workers, CancellationToken cancellation)
    {
        var transform = TableTransform.Fit(training, rng.Fork("noise"), hasCodes: false, isNormal: false);
        var rows = transform.Encode(training, rng.Fork("noise"));
        return new MixtureTableModel(transform, new MixtureChoice(rows, transform.NumberCount, rng.Fork("starts"), cancellation) { ShardCount = shardCount, Workers = workers }.Best(fewestComponents, mostComponents).Mixture);
    }

    /// <summary>Fits a mixture of as many components; null where the rows are too few for them.</summary>
    internal static MixtureTableModel? FitComponents(Table training, Rng rng, int components, CancellationToken cancellation)
    {
        var transform = TableTransform.Fit(training, rng.Fork("noise"), hasCodes: false, isNormal: false);
        var rows = transform.Encode(training, rng.Fork("noise"));
        return new MixtureChoice(rows, transform.NumberCount, rng.Fork("starts"), cancellation).Of(components) is { } found ? new MixtureTableModel(transform, found.Mixture) : null;
    }

    internal static MixtureTableModel Load(TableTransform transform, string weights) => new(transform, ModelFile.Load<GaussianMixture>(weights));

    // log p(x | g) = log p(x, g) − log p(g).
    private protected override double[] ScoreRows(TableRows rows, Rng rng, CancellationToken cancellation)
    {
        var scores = mixture.Score(rows, cancellation);
        if (Marginal() is not { } marginal) return scores;
        int width = mixture.Dimension, given = marginal.Dimension;
        var values = new double[rows.Count * given];
        for (var i = 0; i < values.Length; i++) values[i] = rows.Values[i / given * width + width - given + i % given];
        var known = marginal.LogProb(values);
        for (var i = 0; i < scores.Length; i++) scores[i] -= known[i];
        return scores;
    }

    // p(g), the mixture of the given numbers, which are the last; null where none is given.
    private MixtureDensity? Marginal()
    {
        var given = Transform.Layout.GivenNumbers;
        if (given == 0) return null;
        var joint = mixture.Density();
        int width = joint.Dimension, first = width - given;
        var means = Enumerable.Range(0, joint.ComponentCount).SelectMany(k => joint.Mean(k)[first..].ToArray());
        var covariances = Enumerable.Range(0, joint.ComponentCount).SelectMany(k => joint.Covariance(k).Where((_, i) => i / width >= first && i % width >= first));
        return MixtureDensity.Of(joint.Weights, [.. means], [.. covariances]);
    }

    private protected override (float[] Rows, double AcceptanceRate) ImputeRows(float[] rows, Rng rng, int drawCount, int stepCount, CancellationToken cancellation)
    {
        int width = mixture.Dimension, count = rows.Length / width;
        var drawn = mixture.Impute(Tensor.From(rows, [count, width]), rng.Fork("draws"), drawCount, cancellation).Draws.Span;
        var ordered = new float[drawn.Length];
        for (var draw = 0; draw < drawCount; draw++)
            for (var i = 0; i < count; i++) drawn.Slice((draw * count + i) * width, width).CopyTo(ordered.AsSpan((i * drawCount + draw) * width));
        return (ordered, 1);
    }

    private protected override float[] SampleRows(Rng rng, float[] rows, CancellationToken cancellation) => Transform.Layout.GivenNumbers == 0
        ? mixture.Given().Sample(rng, [rows.Length / mixture.Dimension]).ToArray()
        : ImputeRows(rows, rng, 1, 1, cancellation).Rows;
}
