using Ansatz.Random;
using Ansatz.Tables;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tables;

/// <summary>Models of some columns given others, on a table whose conditional density is known.</summary>
public sealed class ConditionalTableTests : IDisposable
{
    private const int Columns = 4;
    private static readonly string[] names = ["city", "age", "height", "owner"];
    private static readonly double[] shareOfOwners = [0.8, 0.4, 0.1];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // height ~ N(3·city + age/10, 0.5²), owner ~ Bernoulli(share of the city).
    private static double[] Draw(ulong seed, int count)
    {
        var values = new double[count * Columns];
        for (var i = 0; i < count; i++)
        {
            var rng = new Rng(seed).Fork(i);
            int city = rng.NextUniform() is var u && u < 0.5f ? 0 : u < 0.8f ? 1 : 2, age = 20 + (int)(40 * rng.NextUniform());
            (values[4 * i], values[4 * i + 1]) = (city, age);
            (values[4 * i + 2], values[4 * i + 3]) = (3 * city + age / 10.0 + 0.5 * rng.NextNormal(), rng.NextUniform() < shareOfOwners[city] ? 1 : 0);
        }
        return values;
    }

    private static Table Of(double[] values, params string[] given) => Table.FromNumbers(names, values, ColumnChoice.ParseAll("city:categorical,age:integer,owner:categorical")).ConditionOn(given);

    private static Table Rows(TableModel model, double[] values) => new([.. model.Columns.Select((c, j) => new TableColumn(c, [.. values.Where((_, i) => i % Columns == j)]))], values.Length / Columns);

    private static double Truth(ReadOnlySpan<double> row)
    {
        var z = (row[2] - 3 * row[0] - row[1] / 10) / 0.5;
        return -0.5 * z * z - 0.5 * Math.Log(2 * Math.PI * 0.25) + Math.Log(row[3] == 1 ? shareOfOwners[(int)row[0]] : 1 - shareOfOwners[(int)row[0]]);
    }

    private static Dictionary<string, string> Cells(string city, string age) => new(StringComparer.Ordinal) { ["city"] = city, ["age"] = age };

    [Fact]
    public void AFlowLearnsTheDensityGivenTwoColumns()
    {
        var model = FlowTableModel.Train(Of(Draw(1, 3000), "city", "age"), new Rng(42), new TableFlowDesign(Layers: 2, Hidden: [32], Members: 1), FlowTableModel.DefaultOptions(2700, epochCount: 40, learningRate: 5e-3));
        var values = Draw(2, 3000);
        var gaps = model.Score(Of(values), new Rng(3)).Select((s, i) => Truth(values.AsSpan(i * Columns, Columns)) - s).ToArray();
        var error = Math.Sqrt(gaps.Select(g => (g - gaps.Average()) * (g - gaps.Average())).Sum() / gaps.Length / gaps.Length);
        Assert.InRange(gaps.Average(), -3 * error, 0.06);

        var drawn = model.SampleGiven(new Rng(4), 4000, Cells("2", "30"));
        Assert.All(drawn.Columns[0].Cells.ToArray(), c => Assert.Equal(2, c));
        Assert.All(drawn.Columns[1].Cells.ToArray(), c => Assert.Equal(30, c));
        var heights = drawn.Columns[2].Cells.ToArray();
        Assert.Equal(9, heights.Average(), 0.1);
        Assert.Equal(0.25, heights.Average(h => (h - heights.Average()) * (h - heights.Average())), 0.08);
        Assert.Equal(0.1, drawn.Columns[3].Cells.ToArray().Average(), 0.04);

        // A further cell by Markov chains: the owner follows from the city alone.
        var owners = model.Impute(Rows(model, [2, 30, 9.5, double.NaN]), new Rng(5), drawCount: 400, stepCount: 40).Table.Columns[3].Cells.ToArray();
        Assert.Equal(0.1, owners.Average(), 0.07);
    }

    /// <summary>log p(x | g) = log p(x, g) − log p(g) for Gaussian columns, where both are known.</summary>
    [Fact]
    public void AMixturesConditionalIsExact()
    {
        var noise = new float[8000];
        new Rng(7).Normal(noise);
        double[] values = [.. noise.Select((v, i) => i % 2 == 0 ? v : 0.8 * noise[i - 1] + 0.6 * v)];
        var table = Table.FromNumbers(["a", "b"], values);
        TableModel joint = MixtureTableModel.Fit(table, new Rng(1), mostComponents: 1), given = MixtureTableModel.Fit(table.ConditionOn("a"), new Rng(1), mostComponents: 1);
        double[] a = [.. values.Where((_, i) => i % 2 == 0)];
        double mean = a.Average(), variance = a.Average(v => (v - mean) * (v - mean));
        var both = joint.Score(table, new Rng(2));
        var conditional = given.Score(table, new Rng(2));
        for (var i = 0; i < 100; i++) Assert.Equal(both[i] + 0.5 * (a[i] - mean) * (a[i] - mean) / variance + 0.5 * Math.Log(2 * Math.PI * variance), conditional[i], 2e-4);

        var drawn = given.SampleGiven(new Rng(3), 4000, new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "1.5" });
        Assert.Equal(1.2, drawn.Columns[1].Cells.ToArray().Average(), 0.05);
        Assert.Equal(1.5, drawn.Columns[0].Cells[17]);
    }

    [Fact]
    public void ASavedConditionalScoresAndSamplesTheSame()
    {
        var table = Of(Draw(1, 400), "city");
        TableModel flow = FlowTableModel.Train(table, new Rng(42), new TableFlowDesign(Layers: 1, Hidden: [8], Members: 2), FlowTableModel.DefaultOptions(360, epochCount: 2)), mixture = MixtureTableModel.Fit(table, new Rng(1), mostComponents: 2);
        foreach (var model in new[] { flow, mixture })
        {
            model.Save(folder.Path);
            var again = TableModel.Load(folder.Path);
            Assert.Equal(["city"], again.Given.Select(c => c.Name));
            Assert.Equal(model.Score(table, new Rng(3)), again.Score(table, new Rng(3)));
            Assert.Equal(model.SampleEach(new Rng(4), table).Columns[2].Cells.ToArray(), again.SampleEach(new Rng(4), table).Columns[2].Cells.ToArray());
            Assert.Equal(table.Columns[0].Cells.ToArray(), model.SampleEach(new Rng(4), table).Columns[0].Cells.ToArray());
        }
    }

    [Fact]
    public void WhatCannotBeGivenIsRefusedByName()
    {
        var values = Draw(1, 60);
        var model = MixtureTableModel.Fit(Of(values, "city", "age"), new Rng(1), mostComponents: 1);
        Assert.Contains("conditional on city, age", Assert.Throws<InvalidOperationException>(() => model.Sample(new Rng(1), 5)).Message, StringComparison.Ordinal);
        Assert.Contains("'age'", Assert.Throws<FormatException>(() => model.SampleGiven(new Rng(1), 5, new Dictionary<string, string>(StringComparer.Ordinal) { ["city"] = "1" })).Message, StringComparison.Ordinal);
        Assert.Contains("found '7'; expected 0, 1, 2", Assert.Throws<FormatException>(() => model.SampleGiven(new Rng(1), 5, Cells("7", "30"))).Message, StringComparison.Ordinal);
        Assert.Contains("found '-3'; expected a number of 1 or more", Assert.Throws<FormatException>(() => model.SampleGiven(new Rng(1), 5, Cells("1", "-3"))).Message, StringComparison.Ordinal);
        Assert.Contains("row 1", Assert.Throws<InvalidDataException>(() => model.Impute(Rows(model, [double.NaN, 30, 1, 1]), new Rng(1))).Message, StringComparison.Ordinal);
        Assert.Equal(double.NaN, model.Score(Rows(model, [double.NaN, 30, 1, 1]), new Rng(1))[0]);
        Assert.Contains("'town'", Assert.Throws<ArgumentException>(() => Of(values, "town")).Message, StringComparison.Ordinal);
        Assert.Contains("one or more to learn", Assert.Throws<ArgumentException>(() => Of(values, names)).Message, StringComparison.Ordinal);
        Assert.Contains("'city' is given", Assert.Throws<InvalidDataException>(() => RbmTableModel.Train(Table.FromNumbers(["city", "b"], [0, 1, 1, 0, 0, 1, 1, 0], ColumnChoice.ParseAll("city:categorical,b:categorical")).ConditionOn("city"), new Rng(1))).Message, StringComparison.Ordinal);
    }
}
