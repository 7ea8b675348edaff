using Ansatz.Mixtures;
using Ansatz.Random;
using Ansatz.Tables;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tables;

public sealed class TableModelTests : IDisposable
{
    private static readonly Dictionary<string, ColumnChoice> positive = new[] { "income", "wait", "life" }.ToDictionary(n => n, _ => new ColumnChoice(ColumnKind.Positive), StringComparer.Ordinal);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Table Known(ulong seed, int count) => Table.FromNumbers(KnownTable.Names, KnownTable.Draw(new Rng(seed), count), positive);

    // A colour that depends on a size; the third of it is "none" and rare.
    private static Table Mixed(int count)
    {
        var rng = new Rng(8);
        var values = new double[count * 4];
        for (var i = 0; i < count; i++)
        {
            var r = rng.Fork(i);
            var color = r.NextUniform() is var u && u < 0.6f ? 0 : u < 0.95f ? 1 : 2;
            var shape = r.NextUniform() < (color == 1 ? 0.9f : 0.2f) ? 1 : 0;
            (values[4 * i], values[4 * i + 1], values[4 * i + 2]) = (color, shape, Math.Round(10 * (color + 1) + 2 * r.NextNormal()));
            values[4 * i + 3] = r.NextNormal() * (shape + 1);
        }
        return Table.FromNumbers(["color", "shape", "size", "x"], values, ColumnChoice.ParseAll("color:categorical,shape:categorical,size:integer"));
    }

    [Fact]
    public void AFlowComesNearTheTruthAndNeverAboveIt()
    {
        var model = FlowTableModel.Train(Known(1, 3000), new Rng(42), new TableFlowDesign(Layers: 2, Hidden: [16, 16]), FlowTableModel.DefaultOptions(2700, epochCount: 20));
        var values = KnownTable.Draw(new Rng(2), 4000);
        var gaps = model.Score(Table.FromNumbers(KnownTable.Names, values, positive), new Rng(3)).Select((s, i) => KnownTable.LogDensity(values.AsSpan(i * 4, 4)) - s).ToArray();
        var error = Math.Sqrt(gaps.Select(g => (g - gaps.Average()) * (g - gaps.Average())).Sum() / gaps.Length / gaps.Length);
        Assert.InRange(gaps.Average(), -3 * error, 0.1);

        var drawn = model.Sample(new Rng(4), 4000);
        Assert.All(new[] { 0, 1, 3 }, j => Assert.True(drawn.Columns[j].Cells.ToArray().All(v => v > 0)));
        Assert.All(new TableComparison(Known(5, 4000), drawn).Pairs, p => Assert.InRange(p.Distance, 0, 0.06));
        Assert.All(new TableComparison(Known(5, 4000), drawn).Marginals, m => Assert.InRange(m.Distance, 0, 0.05));
    }

    [Fact]
    public void AMixtureOfGaussianColumnsIsExact()
    {
        var noise = new float[6000];
        new Rng(7).Normal(noise);
        double[] values = [.. noise.Select((v, i) => i % 2 == 0 ? 1000 + 3 * v : v - noise[i - 1])];
        var table = Table.FromNumbers(["a", "b"], values);
        var model = MixtureTableModel.Fit(table, new Rng(1));
        Assert.Equal(1, model.ComponentCount);
        // The greatest likelihood is −½ log det(2πeΣ) per row, with the covariance Σ of the rows.
        double[] a = [.. values.Where((_, i) => i % 2 == 0)], b = [.. values.Where((_, i) => i % 2 == 1)];
        double aa = a.Average(v => (v - a.Average()) * (v - a.Average())), bb = b.Average(v => (v - b.Average()) * (v - b.Average())), ab = a.Zip(b, (v, w) => (v - a.Average()) * (w - b.Average())).Average();
        Assert.Equal(-1 - Math.Log(2 * Math.PI) - 0.5 * Math.Log(aa * bb - ab * ab), model.Score(table, new Rng(1)).Average(), 1e-4);
    }

    [Fact]
    public void CategoriesAreProbabilities()
    {
        var table = Mixed(2000);
        var model = FlowTableModel.Train(table, new Rng(42), new TableFlowDesign(Layers: 1, Hidden: [16]), FlowTableModel.DefaultOptions(1800, epochCount: 6));
        var drawn = model.Sample(new Rng(4), 6000);
        var comparison = new TableComparison(table, drawn);
        Assert.All(comparison.Marginals.Where(m => m.Column is "color" or "shape"), m => Assert.InRange(m.Distance, 0, 0.03));
        Assert.All(drawn.Columns[2].Cells.ToArray(), v => Assert.Equal(v, Math.Round(v)));

        // Over all cells of a grid, probabilities and densities sum to 1.
        var grid = new List<double>();
        for (var color = 0; color < 3; color++)
            for (var shape = 0; shape < 2; shape++)
                for (var size = 0; size < 50; size++)
                    for (var k = -40; k <= 40; k++) grid.AddRange([color, shape, size, 0.2 * k]);
        TableColumn[] columns = [.. table.Columns.Select((c, j) => new TableColumn(c.Definition, [.. grid.Where((_, i) => i % 4 == j)]))];
        var sum = model.Score(new Table(columns, grid.Count / 4), new Rng(5), draws: 8).Sum(s => 0.2 * DoubleMath.Exp(s));
        Assert.Equal(1, sum, 0.02);
    }

    [Fact]
    public void AMixtureFillsCellsFromItsExactConditional()
    {
        var noise = new float[8000];
        new Rng(7).Normal(noise);
        double[] values = [.. noise.Select((v, i) => i % 2 == 0 ? v : 0.8 * noise[i - 1] + 0.6 * v)];
        var model = MixtureTableModel.Fit(Table.FromNumbers(["a", "b"], values), new Rng(1), mostComponents: 1);
        var holes = Table.FromNumbers(["a", "b"], [1.5, double.NaN, 0.25, -1]);
        var filled = model.Impute(holes, new Rng(2), drawCount: 4000);
        Assert.Equal((8000, 1.0), (filled.Table.RowCount, filled.AcceptanceRate));
        var drawn = filled.Table.Columns[1].Cells[..4000].ToArray();
        Assert.Equal(1.2, drawn.Average(), 0.05);
        Assert.Equal(0.36, drawn.Average(v => (v - 1.2) * (v - 1.2)), 0.04);
        Assert.All(filled.Table.Columns[1].Cells[4000..].ToArray(), v => Assert.Equal(-1, v));
    }

    [Fact]
    public void AFlowFillsNumbersAndCategoriesAsItsDrawsGoTogether()
    {
        var table = Mixed(1500);
        var model = FlowTableModel.Train(table, new Rng(42), new TableFlowDesign(Layers: 1, Hidden: [16]), FlowTableModel.DefaultOptions(1350, epochCount: 60, batchSize: 128, learningRate: 5e-3));
        TableColumn[] columns = [.. table.Columns.Select((c, j) => new TableColumn(c.Definition, [j == 0 ? double.NaN : j == 1 ? 1 : j == 2 ? 20 : double.NaN]))];
        var filled = model.Impute(new Table(columns, 1), new Rng(2), drawCount: 300, stepCount: 60);
        // A size of 20 comes from colour 1 with near certainty; x has a standard deviation of 2 where the shape is 1.
        Assert.InRange(filled.Table.Columns[0].Cells.ToArray().Count(c => c == 1) / 300.0, 0.95, 1);
        var x = filled.Table.Columns[3].Cells.ToArray();
        Assert.InRange(Math.Sqrt(x.Average(v => v * v)), 1.5, 2.5);
        Assert.InRange(filled.AcceptanceRate, 0.15, 0.9);
    }

    /// <summary>The mixture is five times as wide as its training rows. What it draws is as wide as they are, and one standard deviation more.</summary>
    [Fact]
    public void NoDrawIsFarOutsideTheTrainingRows()
    {
        var noise = new float[500];
        new Rng(7).Normal(noise);
        double[] logs = [.. noise.Select(v => 4.0 * v)];
        var transform = TableTransform.Fit(Table.FromNumbers(["a"], [.. logs.Select(l => Math.Exp(l))], ColumnChoice.ParseAll("a:positive")), new Rng(1), hasCodes: false, isNormal: false);
        var wide = new GaussianMixture(1, 1, MixtureCovariance.Full);
        wide.Initialize(new Rng(1));
        wide.LogScales.Assign([MathF.Log(5)]);
        double[] drawn = [.. new MixtureTableModel(transform, wide).Sample(new Rng(2), 2000).Columns[0].Cells.ToArray().Select(v => Math.Log(v))];
        var deviation = Math.Sqrt(logs.Average(l => (l - logs.Average()) * (l - logs.Average())));
        Assert.InRange(drawn.Max(), logs.Max(), logs.Max() + 1.0001 * deviation);
        Assert.InRange(drawn.Min(), logs.Min() - 1.0001 * deviation, logs.Min());
        // Drawn again, not moved to the edge.
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
    }

    [Fact]
    public void RowsThatAreNotKnownHaveNoScore()
    {
        var table = Mixed(400);
        var model = MixtureTableModel.Fit(table, new Rng(1), mostComponents: 2);
        TableColumn[] columns = [.. table.Columns.Select(c => new TableColumn(c.Definition, c.Cells[..3].ToArray()))];
        columns[0] = new TableColumn(columns[0].Definition, [0, -1, double.NaN]);
        var scores = model.Score(new Table(columns, 3), new Rng(1));
        Assert.True(double.IsFinite(scores[0]) && double.IsNaN(scores[1]) && double.IsNaN(scores[2]));
        Assert.Equal(double.NegativeInfinity, MixtureTableModel.Fit(Known(1, 300), new Rng(1), mostComponents: 1).Score(Table.FromNumbers(KnownTable.Names, [-1, 1, 1, 1]), new Rng(1))[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ASavedModelScoresAndSamplesTheSame(bool isFlow)
    {
        var table = Mixed(400);
        TableModel model = isFlow
            ? FlowTableModel.Train(table, new Rng(42), new TableFlowDesign(Layers: 2, Hidden: [8]), FlowTableModel.DefaultOptions(360, epochCount: 2))
            : MixtureTableModel.Fit(table, new Rng(1), mostComponents: 2);
        model.Save(folder.Path);
        var again = TableModel.Load(folder.Path);
        Assert.Equal(model.Score(table, new Rng(3)), again.Score(table, new Rng(3)));
        Assert.Equal(model.Sample(new Rng(4), 50).Columns[3].Cells.ToArray(), again.Sample(new Rng(4), 50).Columns[3].Cells.ToArray());
    }
}
