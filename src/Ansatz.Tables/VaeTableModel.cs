using System.Globalization;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tables.Models;
using Ansatz.Training;

namespace Ansatz.Tables;

/// <summary>
/// A variational autoencoder of the rows of a table: p(row) = ∫ p(z) ∏ⱼ p(cellⱼ | z) dz. Numbers have mixtures of normals given z, categories have probabilities. Scores are importance-weighted
/// bounds, which lie below log p(row). Missing cells are drawn through z, whichever they are.
/// </summary>
/// <example><code>
/// var (training, heldOut) = Table.Read("people.csv").Split(0.9, new Rng(1));
/// var model = VaeTableModel.Train(training, new Rng(42));
/// Console.WriteLine(model.Score(heldOut, new Rng(2)).Where(double.IsFinite).Average());
/// </code></example>
public sealed class VaeTableModel : TableModel
{
    internal const string Word = "table-vae";

    private readonly TableAutoencoder autoencoder;
    private readonly TableVaeDesign design;

    internal VaeTableModel(TableTransform transform, TableVaeDesign design, TableAutoencoder autoencoder) : base(transform) => (this.design, this.autoencoder) = (design, autoencoder);

    /// <inheritdoc/>
    public override Module Module => autoencoder;

    /// <summary>Latent dimensions.</summary>
    public override int ComponentCount => autoencoder.Latent;

    /// <inheritdoc/>
    public override int BoundDraws => design.ScoreDraws;

    internal TableAutoencoder Autoencoder => autoencoder;

    private protected override string Header => string.Create(CultureInfo.InvariantCulture,
        $"{Word} {autoencoder.Latent} {string.Join(',', design.Widths)} {design.Components} {design.LatentPrior} {design.TrainingDraws} {design.ScoreDraws}");

    /// <summary>Trains a model. It watches a ninth of the rows, which says when to stop, and learns the others; the best weights are kept.</summary>
    /// <param name="training">The rows to learn from. Incomplete ones are passed over.</param>
    /// <param name="rng">The stream of everything random.</param>
    /// <param name="design">Latent dimensions and widths; null for the default.</param>
    /// <param name="options">How to train; null for the default. A batch has at most as many rows as are learnt.</param>
    /// <param name="cancellation">Ends training.</param>
    /// <exception cref="InvalidDataException">No column can be modelled, or there are too few complete rows.</exception>
    public static VaeTableModel Train(Table training, Rng rng, TableVaeDesign? design = null, TrainerOptions? options = null, CancellationToken cancellation = default)
    {
        var fit = new VaeTableFit(training, rng, design ?? new TableVaeDesign());
        options ??= DefaultOptions(fit.Learnt.Count);
        new Trainer(options with { BatchSize = Math.Min(options.BatchSize, fit.Learnt.Count) }, rng.Fork("training")).Train(fit.Autoencoder, fit.Learnt, fit.Watched, cancellation: cancellation);
        return fit.Model;
    }

    /// <summary>How an autoencoder is trained unless told otherwise: Adam with a falling rate, averaged weights, and early stopping.</summary>
    /// <param name="rowCount">Rows to learn from.</param>
    /// <param name="epochCount">The most passes over them; 0 for a number that falls with the rows.</param>
    /// <param name="batchSize">Rows for each step.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="patience">Passes without improvement that end training.</param>
    public static TrainerOptions DefaultOptions(int rowCount, int epochCount = 0, int batchSize = 256, double learningRate = 2e-3, int patience = 20)
    {
        const int Rows = 1_000_000, FewestEpochs = 5, MostEpochs = 300;
        if (epochCount == 0) epochCount = Math.Clamp(Rows / rowCount, FewestEpochs, MostEpochs);
        return LikelihoodTraining.Options(rowCount, epochCount, batchSize, learningRate, patience);
    }

    internal static VaeTableModel Load(string header, TableTransform transform, string weights)
    {
        if (header.Split(' ') is not [_, var latent, var hidden, var components, var prior, var training, var score]) throw new FormatException($"found the model '{header}'");
        int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        var found = new TableVaeDesign(Number(latent), [.. hidden.Split(',').Select(Number)], Number(components), prior, Number(training), Number(score));
        found.Check();
        var model = new VaeTableModel(transform, found, new TableAutoencoder(transform.Layout, found));
        ModelFile.LoadInto(model.autoencoder, weights);
        return model;
    }

    private protected override double[] ScoreRows(TableRows rows, Rng rng, CancellationToken cancellation) => autoencoder.Score(rows, rng, cancellation);

    private protected override (float[] Rows, double AcceptanceRate) ImputeRows(float[] rows, Rng rng, int drawCount, int stepCount, CancellationToken cancellation) =>
        new LatentImputation(autoencoder).Draw(rows, drawCount, stepCount, rng, cancellation);

    private protected override float[] SampleRows(Rng rng, float[] rows, CancellationToken cancellation)
    {
        var drawn = rows.ToArray();
        autoencoder.Sample(rng, drawn, cancellation);
        return drawn;
    }
}
