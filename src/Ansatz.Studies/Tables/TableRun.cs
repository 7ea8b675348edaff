using Ansatz.Tables;

namespace Ansatz.Studies.Tables;

/// <summary>Measures a trained model of a table, and draws its figures.</summary>
internal sealed class TableRun(RunContext run, TableConfig config, TableData data, TrainedTable trained, Rng rng)
{
    private const int MostSynthetic = 10_000, MostAttacked = 5000, MostCompared = 100_000;

    private readonly TableModel model = trained.Model;

    // Rows that stand for all: a million of them would cost memory and time, and no number would be more certain.
    private readonly Table real = data.Whole.Thinned(MostCompared);

    /// <summary>The stream of the noise of held-out rows.</summary>
    public static Rng HeldOutNoise(TableConfig config) => new Rng((ulong)config.Seed).Fork("held-out noise");

    public TableMetrics Measure()
    {
        var ((heldOut, synthetic, distances, copies), seconds) = run.Stage("measuring", () =>
        {
            var rows = Synthetic();
            return (HeldOut(rows), rows, Distances(rows), Copies(rows));
        });
        var figures = run.DrawFigures(new TableFigures(real, synthetic, distances, trained.History).Write);
        var definitions = data.Whole.Columns.Select(c => c.Definition);
        return new TableMetrics(config.Study, config.Data, config.Seed, heldOut,
            new TableRowCounts(trained.RowCount, trained.WatchedCount, data.HeldOut.CompleteRows().Length, data.Whole.RowCount - data.CompleteCount),
            [.. definitions.Select(d => new TableColumnMetrics(d.Name, TableWords.Of(d.Kind), d.Missing, d.Resolution > 0 ? d.Resolution : null, d.Low, d.High, d.Kind == ColumnKind.Categorical ? d.Categories.Count : null, d.IsGiven))],
            model.Module.CountParameters(), ParametersHash.Of(model.Module.Parameters()), model.ComponentCount, distances, copies, trained.History.Count, trained.BestEpoch,
            new TableSeconds(trained.Seconds, seconds, figures, run.TotalSeconds), Process.GetCurrentProcess().PeakWorkingSet64);
    }

    // Given cells are those of complete rows of the table, in turn.
    private Table Synthetic()
    {
        var count = Math.Clamp(data.CompleteCount, 100, MostSynthetic);
        int[] complete = data.Whole.CompleteRows(), order = rng.Fork("given").Permutation(complete.Length);
        return model.SampleEach(rng.Fork("synthetic"), data.Whole.Pick([.. Enumerable.Range(0, count).Select(i => complete[order[i % order.Length]])]), run.Cancellation);
    }

    private HeldOutMetrics HeldOut(Table synthetic)
    {
        double[] Scores(TableModel scored) => [.. scored.Score(data.HeldOut, HeldOutNoise(config), cancellation: run.Cancellation).Where(s => !double.IsNaN(s))];
        var own = Scores(model);
        double Mean(TableModel? scored) => scored is null ? double.NaN : Scores(scored).Average();
        var known = data.Known.Thinned(MostCompared);
        var gaussian = Fitted(() => MixtureTableModel.Fit(known, rng, 1, 1, run.Cancellation));
        // The mixture that this run fitted is compared with itself.
        var mixture = model is MixtureTableModel && config.Components == 0 ? model : Fitted(() => MixtureTableModel.Fit(known, rng, cancellation: run.Cancellation));
        var differences = mixture is null ? [] : own.Zip(Scores(mixture), (a, b) => a - b).ToArray();
        // The same mixture from synthetic rows; few of them may not carry as many components.
        MixtureTableModel? bySynthetic = null;
        for (var k = mixture?.ComponentCount ?? 0; k > 0 && bySynthetic is null; k /= 2) bySynthetic = Fitted(() => MixtureTableModel.FitComponents(synthetic, rng.Fork("synthetic"), k, run.Cancellation));
        return new HeldOutMetrics(own.Average(), StandardError.OfMean(own), Mean(gaussian), Mean(mixture), mixture?.ComponentCount ?? 0, differences.Length == 0 ? double.NaN : StandardError.OfMean(differences), Mean(bySynthetic), model.BoundDraws);
    }

    // A mixture is only compared with: where none fits the rows, such as those of a column that is constant in them, the model is still worth its training.
    private static MixtureTableModel? Fitted(Func<MixtureTableModel?> fit)
    {
        try
        {
            return fit();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or InvalidDataException)
        {
            return null;
        }
    }

    private TableDistances Distances(Table synthetic)
    {
        var comparison = new TableComparison(real, synthetic);
        return new TableDistances(synthetic.RowCount, comparison.Marginals.Max(m => m.Distance), comparison.Pairs.Count == 0 ? null : comparison.Pairs.Max(p => p.Distance), comparison.Marginals, comparison.Pairs);
    }

    private TableCopies? Copies(Table synthetic)
    {
        if (data.HeldOut.CompleteRows().Length < 2) return null;
        var training = data.Training.Thinned(MostCompared);
        var closest = new ClosestRecords(model.Transform, training, data.HeldOut, synthetic, rng.Fork("closest"));
        var some = training.Pick([.. rng.Fork("attacked").Permutation(training.RowCount).Take(MostAttacked)]);
        double[] Scores(Table rows) => [.. model.Score(rows, rng.Fork("attack noise"), cancellation: run.Cancellation).Where(s => !double.IsNaN(s))];
        return new TableCopies(closest.CloserToTraining, closest.TrainingMedian, closest.HeldOutMedian, new RocCurve(Scores(data.HeldOut), Scores(some)).Area);
    }
}
