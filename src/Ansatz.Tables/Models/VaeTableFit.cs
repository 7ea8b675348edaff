using Ansatz.Random;

namespace Ansatz.Tables.Models;

/// <summary>An autoencoder of a table while it learns.</summary>
internal sealed class VaeTableFit
{
    private const int FewestRows = 10;

    /// <param name="training">The rows to learn from, of which a ninth is watched.</param>
    /// <param name="rng">The stream of everything random.</param>
    /// <param name="design">Latent dimensions and widths.</param>
    /// <exception cref="InvalidDataException">No column can be modelled, or there are too few complete rows.</exception>
    public VaeTableFit(Table training, Rng rng, TableVaeDesign design)
    {
        design.Check();
        var transform = TableTransform.Fit(training, rng.Fork("noise"), hasCodes: true, isNormal: true);
        var rows = transform.Encode(training, rng.Fork("noise"));
        if (rows.Count < FewestRows) throw new InvalidDataException($"table: {rows.Count} complete rows; expected {FewestRows} or more");
        var parts = new WatchedParts(rows, rng);
        (Learnt, Watched) = (parts.Learnt(0), parts.Watched(0));
        Autoencoder = new TableAutoencoder(transform.Layout, design);
        Autoencoder.StartFrom(Learnt, rng.Fork("weights"));
        Model = new VaeTableModel(transform, design, Autoencoder);
    }

    /// <summary>The rows that it learns.</summary>
    public TableRows Learnt { get; }

    /// <summary>The rows that end its training.</summary>
    public TableRows Watched { get; }

    /// <summary>What a trainer trains.</summary>
    public TableAutoencoder Autoencoder { get; }

    /// <summary>The model, whose weights are those of the autoencoder.</summary>
    public VaeTableModel Model { get; }
}
