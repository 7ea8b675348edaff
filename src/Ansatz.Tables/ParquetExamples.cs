using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Tables.Reading;
using Ansatz.Tensors;
using Parquet;
using Parquet.Schema;

namespace Ansatz.Tables;

/// <summary>
/// The rows of a Parquet file of numbers, read by row group, for files larger than memory. A shuffled order takes the row groups in a random order and mixes the rows of four at a time.
/// </summary>
/// <remarks>Up to eight decoded row groups are in memory, so a file for training has row groups of some MB: with pandas, <c>to_parquet(path, row_group_size=100_000)</c>.</remarks>
/// <example><code>
/// using var rows = new ParquetExamples("rows.parquet", "x", "y");
/// var flow = new NeuralSplineFlow(dimension: 2);
/// flow.Fit(rows, new Rng(1));
/// </code></example>
public sealed class ParquetExamples : IExampleSource, IDisposable
{
    private const int MostGroups = 8;

    private readonly string path;
    private readonly FileStream file;
    private readonly ParquetReader reader;
    private readonly DataField[] fields;
    private readonly int[] starts;
    private readonly Lock gate = new(); // around the reader and the list
    private readonly LinkedList<(int Group, Lazy<float[]> Rows)> recent = [];

    /// <param name="path">The file.</param>
    /// <param name="columns">Columns of numbers, in this order; left out, all of them.</param>
    /// <exception cref="InvalidDataException">The file is no Parquet file, or a column is missing or holds something else than numbers.</exception>
    public ParquetExamples(string path, params IReadOnlyList<string> columns)
    {
        (this.path, file) = (path, InputFile.Open(path));
        try
        {
            reader = ParquetTable.Guard(path, () => ParquetReader.CreateAsync(file, leaveStreamOpen: true).GetAwaiter().GetResult());
            fields = [.. (columns.Count == 0 ? reader.Schema.Fields.Select(f => f.Name) : columns).Select(Field)];
            if (fields.Length == 0) throw new InvalidDataException($"{path}: no columns; expected one or more");
            starts = new int[reader.RowGroupCount];
            var rows = 0L;
            for (var k = 0; k < starts.Length; k++)
            {
                starts[k] = (int)rows;
                rows += reader.RowGroups[k].RowCount;
                if (rows > int.MaxValue) throw new InvalidDataException($"{path}: more than {int.MaxValue:#,0} rows; expected fewer; divide the file");
            }
            Count = (int)rows;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public int Count { get; }

    public Shape ExampleShape => [fields.Length];

    public bool IsSlow => true;

    /// <summary>The first row of each row group.</summary>
    public IReadOnlyList<int> BlockStarts => starts;

    /// <exception cref="InvalidDataException">The file is damaged, or a cell has no value.</exception>
    public void CopyTo(int position, Span<float> destination)
    {
        var group = Array.BinarySearch(starts, position);
        if (group < 0) group = ~group - 1;
        while (group + 1 < starts.Length && starts[group + 1] == position) group++; // behind empty groups
        Rows(group).AsSpan((position - starts[group]) * fields.Length, fields.Length).CopyTo(destination);
    }

    public void Dispose()
    {
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        file.Dispose();
    }

    private float[] Rows(int group)
    {
        Lazy<float[]> rows;
        lock (gate)
        {
            var node = recent.First;
            while (node is not null && node.Value.Group != group) node = node.Next;
            if (node is null)
            {
                node = new LinkedListNode<(int, Lazy<float[]>)>((group, new Lazy<float[]>(() => Decode(group))));
                if (recent.Count == MostGroups) recent.RemoveLast();
            }
            else recent.Remove(node);
            recent.AddFirst(node);
            rows = node.Value.Rows;
        }
        return rows.Value;
    }

    private DataField Field(string name)
    {
        var field = reader.Schema.Fields.FirstOrDefault(f => f.Name == name) ?? throw new InvalidDataException($"{path}: found no column '{name}'; expected some of {string.Join(", ", reader.Schema.Fields.Select(f => f.Name))}");
        return field is DataField { IsArray: false } data && ParquetNumbers.Has(data.ClrType) ? data
            : throw new InvalidDataException($"{path}: column '{name}': found {(field is DataField { IsArray: false } other ? $"values of the type {other.ClrType.Name}" : "lists or structures")}; expected numbers; name the columns of numbers");
    }

    // [rows of the group, columns].
    private float[] Decode(int group)
    {
        lock (gate)
        {
            using var open = reader.OpenRowGroupReader(group);
            var rows = new float[open.RowCount * fields.Length];
            for (var j = 0; j < fields.Length; j++)
            {
                var missing = ParquetTable.Guard(path, () => ParquetNumbers.Read(open, fields[j], rows, j, fields.Length));
                if (missing >= 0) throw new InvalidDataException($"{path}: column '{fields[j].Name}', row {starts[group] + missing + 1}: no value; expected a number in every row; fill or drop such rows");
            }
            return rows;
        }
    }
}
