using Ansatz.Random;
using Ansatz.Tables;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;
using Table = Ansatz.Tables.Table;

namespace Ansatz.Tests.Tables;

/// <summary>One table of people in every format is the same table.</summary>
public sealed class TableFormatTests : IDisposable
{
    private const int Rows = 40;

    private static readonly string[] city = [.. Enumerable.Range(0, Rows).Select(i => i % 3 == 0 ? "Rome" : "Oslo, N")];
    private static readonly int[] age = [.. Enumerable.Range(0, Rows).Select(i => 20 + 7 * i % 37)];
    private static readonly double?[] income = [.. Enumerable.Range(0, Rows).Select(i => i % 8 == 3 ? (double?)null : 1000 + 10 * Math.Sqrt(i + 2))];
    private static readonly DateTime[] joined = [.. Enumerable.Range(0, Rows).Select(i => new DateTime(2024, 1, 1 + i % 28, 12, 30, 0, DateTimeKind.Utc))];
    private static readonly float[] weight = [.. Enumerable.Range(0, Rows).Select(i => i == 5 ? float.NaN : 60.1f + i % 9)];
    private static readonly bool[] owner = [.. Enumerable.Range(0, Rows).Select(i => i % 4 == 1)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static void IsThatOfPeople(Table table)
    {
        Assert.Equal(["city", "age", "income", "joined", "weight", "owner"], table.Columns.Select(c => c.Name));
        Assert.Equal([ColumnKind.Categorical, ColumnKind.Integer, ColumnKind.Positive, ColumnKind.Date, ColumnKind.Positive, ColumnKind.Categorical], table.Columns.Select(c => c.Definition.Kind));
        Assert.Equal(["Oslo, N", "Rome"], table.Columns[0].Definition.Categories);
        Assert.Equal(["false", "true"], table.Columns[5].Definition.Categories);
        Assert.Equal((Rows, 5, 1, 1.0), (table.RowCount, table.Columns[2].MissingCount, table.Columns[4].MissingCount, table.Columns[4].Definition.Resolution));
        for (var i = 0; i < Rows; i++)
        {
            Assert.Equal(city[i] == "Rome" ? 1 : 0, table.Columns[0].Cells[i]);
            Assert.Equal(age[i], table.Columns[1].Cells[i]);
            Assert.Equal(income[i] ?? double.NaN, table.Columns[2].Cells[i]);
            if (i != 5) Assert.Equal(Math.Round(60.1 + i % 9, 1), table.Columns[4].Cells[i]);
            Assert.Equal(owner[i] ? 1 : 0, table.Columns[5].Cells[i]);
        }
    }

    private async Task<string> Parquet(string name)
    {
        DataField[] fields = [new DataField<string>("city"), new DataField<int>("age"), new DataField<double?>("income"), new DataField<DateTime>("joined"), new DataField<float>("weight"), new DataField<bool>("owner")];
        using var file = File.Create(folder[name]);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        foreach (var part in new[] { ..15, 15..Rows })
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(fields[0], city[part]);
            await group.WriteAsync<int>(fields[1], age[part]);
            await group.WriteAsync<double>(fields[2], income[part].AsMemory());
            await group.WriteAsync<DateTime>(fields[3], joined[part]);
            await group.WriteAsync<float>(fields[4], weight[part]);
            await group.WriteAsync<bool>(fields[5], owner[part]);
        }
        return folder[name];
    }

    private static RecordBatch Batch()
    {
        var codes = new Int8Array.Builder().AppendRange(city.Select(c => (sbyte)(c == "Rome" ? 0 : 1))).Build();
        var names = new StringArray.Builder().AppendRange(["Rome", "Oslo, N"]).Build();
        var incomes = new DoubleArray.Builder();
        foreach (var v in income) incomes.Append(v);
        return new RecordBatch.Builder()
            .Append("city", false, new DictionaryArray(new DictionaryType(Int8Type.Default, StringType.Default, false), codes, names))
            .Append("age", false, new Int32Array.Builder().AppendRange(age).Build())
            .Append("income", true, incomes.Build())
            .Append("joined", false, new TimestampArray.Builder(TimeUnit.Millisecond).AppendRange(joined.Select(d => new DateTimeOffset(d))).Build())
            .Append("weight", true, new FloatArray.Builder().AppendRange(weight).Build())
            .Append("owner", false, new BooleanArray.Builder().AppendRange(owner).Build())
            .Build();
    }

    private async Task<string> Arrow(string name, CompressionCodecType? codec)
    {
        var batch = Batch();
        var options = codec is null ? new IpcOptions() : new IpcOptions { CompressionCodecFactory = new CompressionCodecFactory(), CompressionCodec = codec };
        using var file = File.Create(folder[name]);
        using var writer = name.EndsWith(".arrows", StringComparison.Ordinal) ? new ArrowStreamWriter(file, batch.Schema, false, options) : new ArrowFileWriter(file, batch.Schema, false, options);
        await writer.WriteRecordBatchAsync(batch.Slice(0, 15));
        await writer.WriteRecordBatchAsync(batch.Slice(15, Rows - 15));
        await writer.WriteEndAsync();
        return folder[name];
    }

    private static ListDataView View() => new(
        ("city", new KeyDataViewType(typeof(uint), 2), city.Select(c => c == "Rome" ? 1u : 2u).ToArray(), ["Rome", "Oslo, N"]),
        ("age", NumberDataViewType.Int32, age, null),
        ("income", NumberDataViewType.Double, income.Select(v => v ?? double.NaN).ToArray(), null),
        ("joined", DateTimeDataViewType.Instance, joined, null),
        ("weight", NumberDataViewType.Single, weight, null),
        ("owner", TextDataViewType.Instance, owner.Select(o => o ? "true" : "false").ToArray(), null));

    [Fact]
    public async Task AParquetFileIsTheTable() => IsThatOfPeople(Table.Read(await Parquet("people.parquet")));

    [Theory]
    [InlineData("people.arrow", null)]
    [InlineData("people.feather", CompressionCodecType.Lz4Frame)]
    [InlineData("people.arrows", CompressionCodecType.Zstd)]
    public async Task AnArrowFileIsTheTable(string name, CompressionCodecType? codec) => IsThatOfPeople(Table.Read(await Arrow(name, codec)));

    [Fact]
    public void AnArrowBatchIsTheTable() => IsThatOfPeople(Table.From(Batch()));

    [Fact]
    public void ADataViewIsTheTable() => IsThatOfPeople(Table.From(View()));

    [Fact]
    public async Task AModelScoresEveryFormatAlike()
    {
        var model = MixtureTableModel.Fit(Table.From(Batch()), new Rng(1), mostComponents: 1);
        var expected = model.Score(Table.From(Batch(), model.Columns), new Rng(2));
        Assert.Equal(Rows - 6, expected.Count(double.IsFinite));
        Assert.Equal(expected, model.Score(Table.From(View(), model.Columns), new Rng(2)));
        Assert.Equal(expected, model.Score(Table.Read(await Parquet("people.pq"), model.Columns), new Rng(2)));
        Assert.Equal(expected, model.Score(Table.Read(await Arrow("people.ipc", null), model.Columns), new Rng(2)));
    }

    [Fact]
    public void AVectorIsSoManyColumns()
    {
        var table = Table.From(new ListDataView(("Features", new VectorDataViewType(NumberDataViewType.Single, 2), new VBuffer<float>[] { new(2, [0.5f, 1]), new(2, 1, [7], [1]), new(2, [-1, 2]) }, null)));
        Assert.Equal(["Features0", "Features1"], table.Columns.Select(c => c.Name));
        Assert.Equal([0.5, 0, -1], table.Columns[0].Cells.ToArray());
        Assert.Equal([1, 7, 2], table.Columns[1].Cells.ToArray());
    }

    [Fact]
    public async Task WhatCannotBeReadIsNamed()
    {
        var tags = new ListField("tags", new DataField<string>("item"));
        var x = new DataField<int>("x");
        using (var file = File.Create(folder["lists.parquet"]))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(x, tags), file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(x, new[] { 1, 2 });
            await group.WriteAsync((DataField)tags.Item, ["a", "b", "c"], new[] { 0, 1, 0 });
        }
        Refuses(folder["lists.parquet"], "column 'tags'", "list", "tags:skip");
        Assert.Equal(ColumnKind.Skip, Table.Read(folder["lists.parquet"], new TableReading { Choices = ColumnChoice.ParseAll("tags:skip,x:categorical") }).Columns[1].Definition.Kind);

        foreach (var name in new[] { "people.parquet", "people.arrow", "people.arrows" })
        {
            var whole = File.ReadAllBytes(name.EndsWith("parquet", StringComparison.Ordinal) ? await Parquet(name) : await Arrow(name, null));
            File.WriteAllBytes(folder[name], whole[..(whole.Length / 2)]);
            Refuses(folder[name], name, "expected a whole");
            File.WriteAllBytes(folder[name], []);
            Refuses(folder[name], name);
            File.WriteAllText(folder[name], "city,age\nRome,30\n");
            Refuses(folder[name], name, "expected");
        }
        File.Move(await Parquet("people.parquet"), folder["people.csv"]);
        Refuses(folder["people.csv"], "Parquet", ".parquet");
    }

    private static void Refuses(string path, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => Table.Read(path)).Message;
        Assert.All(words, w => Assert.Contains(w, message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', message);
    }
}
