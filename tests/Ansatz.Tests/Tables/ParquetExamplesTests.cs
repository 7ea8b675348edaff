using Ansatz.Data;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tables;
using Ansatz.Training;
using Ansatz.Workers;
using Parquet;
using Parquet.Schema;

namespace Ansatz.Tests.Tables;

public sealed class ParquetExamplesTests : IDisposable
{
    private const int GroupLength = 20, Groups = 23;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RowsAreThoseOfTheFileInAnyOrder()
    {
        using var rows = new ParquetExamples(await Write(null), "y", "x");
        Assert.Equal((GroupLength * Groups, 2), (rows.Count, rows.ExampleShape.Size));
        Assert.Equal(Enumerable.Range(0, Groups).Select(k => k * GroupLength), rows.BlockStarts);
        foreach (var position in new Rng(1).Permutation(rows.Count)) Assert.Equal([position % 7, position], Row(rows, position));
        using var all = new ParquetExamples(folder["x.parquet"]);
        Assert.Equal(3, all.ExampleShape.Size);
        Assert.Equal([5, 5, 1], Row(all, 5));
    }

    [Fact]
    public async Task SeveralThreadsReadTheSameRows()
    {
        using var rows = new ParquetExamples(await Write(null), "x");
        Parallel.ForEach(new Rng(1).Permutation(rows.Count), position => Assert.Equal([position], Row(rows, position)));
    }

    [Fact]
    public async Task WorkersAndMemoryGiveTheSameBits()
    {
        var path = await Write(null);
        string Train(Func<IExampleSource> open, ICommunicator? workers)
        {
            var source = open();
            var flow = new RealNvp(2);
            flow.Initialize(new Rng(1));
            flow.Standardize(source);
            var options = new TrainerOptions { EpochCount = 2, BatchSize = 32, ShardCount = 4, Optimizer = new Adam(), LearningRate = 5e-3 };
            new Trainer(options, new Rng(5)) { Workers = workers }.Train(flow, source);
            (source as IDisposable)?.Dispose();
            return ParametersHash.Of(flow.Parameters());
        }
        var memory = new float[GroupLength * Groups * 2];
        for (var i = 0; i < memory.Length / 2; i++) (memory[2 * i], memory[2 * i + 1]) = (i, i % 7);
        var alone = Train(() => new InBlocks(Dataset.FromFloats(memory, [2])), null);
        Assert.Equal(alone, Train(() => new ParquetExamples(path, "x", "y"), null));
        foreach (var count in (int[])[2, 3]) Assert.All(InProcessCommunicator.Run(count, w => Train(() => new ParquetExamples(path, "x", "y"), w)), hash => Assert.Equal(alone, hash));
    }

    [Fact]
    public async Task WrongFilesAreRefused()
    {
        var path = await Write(27);
        Assert.Equal($"{path}: found no column 'z'; expected some of x, y, even, city", Assert.Throws<InvalidDataException>(() => new ParquetExamples(path, "z")).Message);
        Assert.Equal($"{path}: column 'city': found values of the type String; expected numbers; name the columns of numbers", Assert.Throws<InvalidDataException>(() => new ParquetExamples(path)).Message.Replace("ReadOnlyMemory`1", "String", StringComparison.Ordinal));
        using (var rows = new ParquetExamples(path, "x", "y"))
        {
            Assert.Equal([3, 3], Row(rows, 3));
            Assert.Equal($"{path}: column 'y', row 28: no value; expected a number in every row; fill or drop such rows", Assert.Throws<InvalidDataException>(() => Row(rows, 21)).Message);
        }
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(folder["cut.parquet"], bytes[..(bytes.Length / 2)]);
        Assert.Contains("cannot be read as Parquet", Assert.Throws<InvalidDataException>(() => new ParquetExamples(folder["cut.parquet"])).Message, StringComparison.Ordinal);
    }

    // x is the row, y the row modulo 7; even is a truth value. With a missing y there is a column of texts as well.
    private async Task<string> Write(int? missing)
    {
        DataField[] fields = [new DataField<long>("x"), new DataField<double?>("y"), new DataField<bool>("even"), .. missing is null ? Array.Empty<DataField>() : [new DataField<string>("city")]];
        using var file = File.Create(folder["x.parquet"]);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        for (var k = 0; k < Groups; k++)
        {
            int[] rows = [.. Enumerable.Range(k * GroupLength, GroupLength)];
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<long>(fields[0], rows.Select(i => (long)i).ToArray());
            await group.WriteAsync<double>(fields[1], rows.Select(i => i == missing ? null : (double?)(i % 7)).ToArray().AsMemory());
            await group.WriteAsync<bool>(fields[2], rows.Select(i => i % 2 == 1).ToArray());
            if (missing is not null) await group.WriteAsync(fields[3], rows.Select(i => $"{i}").ToArray());
        }
        return folder["x.parquet"];
    }

    private static float[] Row(IExampleSource rows, int position)
    {
        var row = new float[rows.ExampleShape.Size];
        rows.CopyTo(position, row);
        return row;
    }

    /// <summary>Examples in memory with the blocks of the file.</summary>
    private sealed class InBlocks(Dataset data) : IExampleSource
    {
        public int Count => data.Count;

        public Ansatz.Tensors.Shape ExampleShape => data.ExampleShape;

        public IReadOnlyList<int> BlockStarts { get; } = [.. Enumerable.Range(0, Groups).Select(k => k * GroupLength)];

        public void CopyTo(int position, Span<float> destination) => data.CopyTo(position, destination);
    }
}
