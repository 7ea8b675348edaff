using Ansatz.Random;
using Ansatz.Tables;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tables;

/// <summary>An autoencoder of tables whose densities are known.</summary>
public sealed class VaeTableModelTests : IDisposable
{
    private static readonly TableVaeDesign small = new(Hidden: [48], Components: 3, ScoreDraws: 200);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Table Known(ulong seed, int count) => Table.FromNumbers(KnownTable.Names, KnownTable.Draw(new Rng(seed), count), ColumnChoice.ParseAll("income:positive,wait:positive,life:positive"));

    private static VaeTableModel Trained(Table table, int epochs) => VaeTableModel.Train(table, new Rng(42), small, VaeTableModel.DefaultOptions(table.RowCount, epochs, batchSize: 128, learningRate: 4e-3));

    /// <summary>A bound never lies above the truth by more than noise, and comes near it; more draws tighten it.</summary>
    [Fact]
    public void TheBoundComesNearTheTruthFromBelow()
    {
        var model = Trained(Known(1, 3000), 60);
        var values = KnownTable.Draw(new Rng(2), 2000);
        var table = Table.FromNumbers(KnownTable.Names, values, ColumnChoice.ParseAll("income:positive,wait:positive,life:positive"));
        double[] gaps = [.. model.Score(table, new Rng(3)).Select((s, i) => KnownTable.LogDensity(values.AsSpan(i * KnownTable.Columns, KnownTable.Columns)) - s)];
        var error = Math.Sqrt(gaps.Sum(g => (g - gaps.Average()) * (g - gaps.Average()))) / gaps.Length;
        Assert.InRange(gaps.Average(), -3 * error, 0.15);

        model.Save(folder.Path);
        var header = File.ReadAllText(folder["table.json"]);
        Assert.Contains(" 200\"", header, StringComparison.Ordinal);
        File.WriteAllText(folder["table.json"], header.Replace(" 200\"", " 1\"", StringComparison.Ordinal));
        var loose = TableModel.Load(folder.Path);
        Assert.Equal((200, 1), (model.BoundDraws, loose.BoundDraws));
        Assert.True(loose.Score(table, new Rng(3)).Average() < model.Score(table, new Rng(3)).Average() - 0.02);

        var drawn = model.Sample(new Rng(4), 4000);
        var comparison = new TableComparison(Known(5, 4000), drawn);
        Assert.All(comparison.Marginals, m => Assert.InRange(m.Distance, 0, 0.06));
        Assert.All(comparison.Pairs, p => Assert.InRange(p.Distance, 0, 0.08));
        Assert.All(drawn.Columns[0].Cells.ToArray(), v => Assert.True(v > 0));
    }

    /// <summary>Nine in ten hidden cells lie between the 5 % and the 95 % quantiles of their draws. The other cells narrow them: the conditional standard deviations of the normal scores are 0.63 to 0.87.</summary>
    [Fact]
    public void IntervalsOfHiddenCellsCoverThem()
    {
        const int Rows = 400, Draws = 60;
        var model = Trained(Known(1, 3000), 60);
        var whole = Known(6, Rows);
        var rng = new Rng(7);
        int[] hidden = [.. Enumerable.Range(0, Rows).Select(i => (int)(4 * rng.Fork(i).NextUniform()))];
        var holes = new Table([.. whole.Columns.Select((c, j) => new TableColumn(c.Definition, [.. c.Cells.ToArray().Select((v, i) => hidden[i] == j ? double.NaN : v)]))], Rows);
        var filled = model.Impute(holes, new Rng(8), Draws);
        var covered = 0;
        var narrower = new List<double>();
        for (var i = 0; i < Rows; i++)
        {
            double[] draws = [.. filled.Table.Columns[hidden[i]].Cells.Slice(i * Draws, Draws).ToArray().Order()], all = [.. whole.Columns[hidden[i]].Cells.ToArray().Order()];
            var truth = whole.Columns[hidden[i]].Cells[i];
            if (truth >= draws[Draws / 20] && truth <= draws[Draws - 1 - Draws / 20]) covered++;
            narrower.Add((draws[Draws * 3 / 4] - draws[Draws / 4]) / (all[Rows * 3 / 4] - all[Rows / 4]));
        }
        Assert.InRange(covered / (double)Rows, 0.83, 0.95);
        Assert.InRange(narrower.Order().ElementAt(Rows / 2), 0.4, 0.9);
        Assert.InRange(filled.AcceptanceRate, 0.02, 1);
    }

    [Fact]
    public void CategoriesAndGivenColumnsAreLearnt()
    {
        // b follows a; y follows both.
        static double[] Draw(ulong seed, int count) => [.. Enumerable.Range(0, count).SelectMany(i =>
        {
            var rng = new Rng(seed).Fork(i);
            double a = rng.NextUniform() < 0.4f ? 1 : 0, b = rng.NextUniform() < (a == 1 ? 0.8f : 0.2f) ? 2 : 1;
            return new[] { a, b, 2 * a - b + 0.5 * rng.NextNormal() };
        })];
        static double Truth(double a, double b, double y, bool isGiven) => (isGiven ? 0 : Math.Log(a == 1 ? 0.4 : 0.6)) + Math.Log((a == 1) == (b == 2) ? 0.8 : 0.2) - 2 * (y - 2 * a + b) * (y - 2 * a + b) - 0.5 * Math.Log(2 * Math.PI * 0.25);
        static Table Of(double[] values) => Table.FromNumbers(["a", "b", "y"], values, ColumnChoice.ParseAll("a:categorical,b:categorical"));
        double[] values = Draw(2, 1500);
        foreach (var isGiven in new[] { false, true })
        {
            var training = Of(Draw(1, 2000));
            var model = Trained(isGiven ? training.ConditionOn("a") : training, 40);
            double[] gaps = [.. model.Score(Of(values), new Rng(3)).Select((s, i) => Truth(values[3 * i], values[3 * i + 1], values[3 * i + 2], isGiven) - s)];
            var error = Math.Sqrt(gaps.Sum(g => (g - gaps.Average()) * (g - gaps.Average()))) / gaps.Length;
            Assert.InRange(gaps.Average(), -3 * error, 0.08);
            var drawn = model.SampleGiven(new Rng(4), 2000, new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "1" });
            Assert.All(drawn.Columns[0].Cells.ToArray(), v => Assert.Equal("1", drawn.Columns[0].Definition.Categories[(int)v]));
            Assert.Equal(0.8, drawn.Columns[1].Cells.ToArray().Count(v => drawn.Columns[1].Definition.Categories[(int)v] == "2") / 2000.0, 0.05);
            Assert.Equal(2 - 1.8, drawn.Columns[2].Cells.ToArray().Average(), 0.12);
        }
    }

    [Fact]
    public void ASavedModelScoresSamplesAndFillsTheSame()
    {
        var model = Trained(Known(1, 300), 2);
        model.Save(folder.Path);
        var again = TableModel.Load(folder.Path);
        Assert.Equal(model.Score(Known(2, 50), new Rng(3)), again.Score(Known(2, 50), new Rng(3)));
        Assert.Equal(model.Sample(new Rng(4), 50).Columns[1].Cells.ToArray(), again.Sample(new Rng(4), 50).Columns[1].Cells.ToArray());
        var holes = Table.FromNumbers(KnownTable.Names, [1, double.NaN, 2, double.NaN, double.NaN, 1, 1, 3], ColumnChoice.ParseAll("income:positive,wait:positive,life:positive"));
        Assert.Equal(model.Impute(holes, new Rng(5), 3).Table.Columns[1].Cells.ToArray(), again.Impute(holes, new Rng(5), 3).Table.Columns[1].Cells.ToArray());
        Assert.Throws<ArgumentException>(() => VaeTableModel.Train(Known(1, 300), new Rng(1), new TableVaeDesign(Prior: "vamp")));
    }
}
