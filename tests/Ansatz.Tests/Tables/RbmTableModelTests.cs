using Ansatz.Random;
using Ansatz.Tables;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tables;

public sealed class RbmTableModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // A bit, three colours that follow it, and a bit that is on where both agree.
    private static Table Known(ulong seed, int count)
    {
        var rng = new Rng(seed);
        var values = new double[3 * count];
        for (var i = 0; i < count; i++)
        {
            var r = rng.Fork(i);
            int a = r.NextUniform() < 0.3f ? 1 : 0, color = r.NextUniform() < 0.7f ? 2 * a : 1, b = r.NextUniform() < (color == 1 ? 0.9f : 0.2f) ? 1 : 0;
            (values[3 * i], values[3 * i + 1], values[3 * i + 2]) = (a, color, b);
        }
        return Table.FromNumbers(["a", "color", "b"], values, ColumnChoice.ParseAll("a:categorical,color:categorical,b:categorical"));
    }

    // All twelve rows.
    private static Table All(Table like)
    {
        double[] codes = [.. Enumerable.Range(0, 12).SelectMany(i => new double[] { i / 6, i / 2 % 3, i % 2 })];
        return new Table([.. like.Columns.Select((c, j) => new TableColumn(c.Definition, [.. codes.Where((_, i) => i % 3 == j)]))], 12);
    }

    private static double Truth(int a, int color, int b) => (a == 1 ? 0.3 : 0.7) * (color == 1 ? 0.3 : color == 2 * a ? 0.7 : 0) * (b == 1 ? (color == 1 ? 0.9 : 0.2) : color == 1 ? 0.1 : 0.8);

    [Theory]
    [InlineData(6)]
    [InlineData(24)]
    public void ProbabilitiesSumTo1AndComeNearTheTruth(int hidden)
    {
        var model = RbmTableModel.Train(Known(1, 4000), new Rng(42), hidden);
        var scores = model.Score(All(Known(1, 10)), new Rng(1));
        // Above 20 hidden units log Z is estimated.
        Assert.Equal(hidden <= 20, model.LogZError == 0);
        Assert.Equal(0, DoubleMath.LogSumExp(scores), hidden <= 20 ? 1e-4 : 4 * model.LogZError + 1e-4);
        for (var i = 0; i < 12; i++) Assert.Equal(Truth(i / 6, i / 2 % 3, i % 2), DoubleMath.Exp(scores[i]), 0.02);
    }

    [Fact]
    public void SamplesAndFilledCellsFollowTheProbabilities()
    {
        var model = RbmTableModel.Train(Known(1, 4000), new Rng(42), 6, RbmTableModel.DefaultOptions(4000, epochCount: 20));
        double[] p = [.. model.Score(All(Known(1, 10)), new Rng(1)).Select(s => DoubleMath.Exp(s))];
        var drawn = model.Sample(new Rng(3), 8000);
        for (var i = 0; i < 12; i++)
            Assert.Equal(p[i], Enumerable.Range(0, 8000).Count(r => drawn.Columns[0].Cells[r] == i / 6 && drawn.Columns[1].Cells[r] == i / 2 % 3 && drawn.Columns[2].Cells[r] == i % 2) / 8000.0, 0.025);

        var like = Known(1, 10);
        var holes = new Table([new TableColumn(like.Columns[0].Definition, [1]), new TableColumn(like.Columns[1].Definition, [double.NaN]), new TableColumn(like.Columns[2].Definition, [1])], 1);
        var colors = model.Impute(holes, new Rng(4), drawCount: 4000).Table.Columns[1].Cells.ToArray();
        double[] joint = [.. new[] { 7, 9, 11 }.Select(i => p[i])];
        for (var c = 0; c < 3; c++) Assert.Equal(joint[c] / joint.Sum(), colors.Count(v => v == c) / 4000.0, 0.035);
    }

    [Fact]
    public void ASavedModelScoresAndSamplesTheSame()
    {
        var model = RbmTableModel.Train(Known(1, 300), new Rng(42), 3, RbmTableModel.DefaultOptions(300, epochCount: 2));
        model.Save(folder.Path);
        var again = TableModel.Load(folder.Path);
        Assert.Equal(model.Score(Known(2, 50), new Rng(3)), again.Score(Known(2, 50), new Rng(3)));
        Assert.Equal(model.Sample(new Rng(4), 50).Columns[1].Cells.ToArray(), again.Sample(new Rng(4), 50).Columns[1].Cells.ToArray());
    }
}
