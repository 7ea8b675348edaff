using System.Globalization;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tables.Models;
using Ansatz.Training;

namespace Ansatz.Tables;

/// <summary>
/// Neural spline flows of the rows of a table, several as one density. Categories come first, each with an exact probability given those before it; then the numbers, given the categories.
/// </summary>
/// <example><code>
/// var (training, heldOut) = Table.Read("people.csv").Split(0.9, new Rng(1));
/// var model = FlowTableModel.Train(training, new Rng(42));
/// Console.WriteLine(model.Score(heldOut, new Rng(2)).Where(double.IsFinite).Average());
/// </code></example>
public sealed class FlowTableModel : TableModel
{
    internal const string Word = "table-flow";

    private const int FewestRows = 10;

    private readonly TableFlow flow;
    private readonly TableFlowDesign design;
    private readonly IReadOnlyList<int> components;

    internal FlowTableModel(TableTransform transform, TableFlowDesign design, IReadOnlyList<int> components) : base(transform) =>
        (this.design, this.components, flow) = (design, components, new TableFlow(transform.Layout, design, components));

    /// <inheritdoc/>
    public override Module Module => flow;

    /// <inheritdoc/>
    public override int ComponentCount => components.Sum();

    internal TableFlow Flow => flow;

    private protected override string Header => string.Create(CultureInfo.InvariantCulture, $"{Word} {design.Layers} {string.Join(',', design.Widths)} {design.Bins} {(design.IsAutoregressive ? "autoregressive" : "coupling")} {string.Join(',', components)}");

    /// <summary>Trains a model. Each of its flows watches a ninth of the rows, which says when to stop, and learns the others; the best weights are kept.</summary>
    /// <param name="training">The rows to learn from. Incomplete ones are passed over.</param>
    /// <param name="rng">The stream of everything random.</param>
    /// <param name="design">Layers and widths; null for the default.</param>
    /// <param name="options">How to train; null for the default. A batch has at most as many rows as a flow learns.</param>
    /// <param name="cancellation">Ends training.</param>
    /// <exception cref="InvalidDataException">No column can be modelled, or there are too few complete rows.</exception>
    public static FlowTableModel Train(Table training, Rng rng, TableFlowDesign? design = null, TrainerOptions? options = null, CancellationToken cancellation = default)
    {
        var transform = TableTransform.Fit(training, rng.Fork("noise"), hasCodes: true, isNormal: true);
        var rows = transform.Encode(training, rng.Fork("noise"));
        if (rows.Count < FewestRows) throw new InvalidDataException($"table: {rows.Count} complete rows; expected {FewestRows} or more");
        var learntCount = WatchedParts.Counts(rows.Count).Learnt;
        options ??= DefaultOptions(learntCount);
        return new FlowMembers(transform, rows, design ?? new TableFlowDesign(), options with { BatchSize = Math.Min(options.BatchSize, learntCount) }, rng, cancellation)
            .Train((_, trainer, flow, learnt, watched) => trainer.Train(flow, learnt, watched, cancellation: cancellation)).Model;
    }

    /// <summary>How a flow is trained unless told otherwise: Adam with a falling rate, averaged weights, and early stopping.</summary>
    /// <param name="rowCount">Rows to learn from.</param>
    /// <param name="epochCount">The most passes over them; 0 for a number that falls with the square root of the rows.</param>
    /// <param name="batchSize">Rows for each step.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="patience">Passes without improvement that end training.</param>
    public static TrainerOptions DefaultOptions(int rowCount, int epochCount = 0, int batchSize = 256, double learningRate = 3e-3, int patience = 10)
    {
        const double EpochsBySquareRoot = 12_000;
        const int FewestEpochs = 5, MostEpochs = 100;
        if (epochCount == 0) epochCount = (int)Math.Clamp(Math.Round(EpochsBySquareRoot / Math.Sqrt(rowCount)), FewestEpochs, MostEpochs);
        return LikelihoodTraining.Options(rowCount, epochCount, batchSize, learningRate, patience);
    }

    internal static FlowTableModel Load(string header, TableTransform transform, string weights)
    {
        if (header.Split(' ') is not [_, var layers, var hidden, var bins, var kind, var components]) throw new FormatException($"found the model '{header}'");
        int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        int[] Numbers(string text) => [.. text.Split(',').Select(Number)];
        var model = new FlowTableModel(transform, new TableFlowDesign(Number(layers), Numbers(hidden), Number(bins), kind == "autoregressive"), Numbers(components));
        ModelFile.LoadInto(model.flow, weights);
        return model;
    }

    private protected override double[] ScoreRows(TableRows rows, Rng rng, CancellationToken cancellation) => flow.Score(rows, cancellation);

    private protected override (float[] Rows, double AcceptanceRate) ImputeRows(float[] rows, Rng rng, int drawCount, int stepCount, CancellationToken cancellation)
    {
        const int Starts = 2000;
        // The given cells of the starts are those of the rows in turn.
        var starts = new float[Starts * Transform.Layout.Width];
        for (var i = 0; i < starts.Length; i++) starts[i] = rows[i % rows.Length];
        return new RowImputation(flow, Transform.NumberCount, Transform.CategoryCounts, flow.Sample(rng.Fork("starts"), starts, cancellation)).Draw(rows, drawCount, stepCount, rng.Fork("chains"), cancellation);
    }

    private protected override float[] SampleRows(Rng rng, float[] rows, CancellationToken cancellation) => flow.Sample(rng, rows, cancellation);
}
