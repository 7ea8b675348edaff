using Ansatz.Formats;
using Parquet;
using Parquet.Schema;

namespace Ansatz.Tables.Reading;

/// <summary>A Parquet file as a table. A column is read when its cells are asked for, and not kept.</summary>
internal sealed class ParquetTable : IDisposable
{
    private readonly string path;
    private readonly FileStream file;
    private readonly ParquetReader reader;

    /// <exception cref="InvalidDataException">The file is no Parquet file, or is damaged.</exception>
    public ParquetTable(string path)
    {
        (this.path, file) = (path, InputFile.Open(path));
        try
        {
            reader = Guard(path, () => ParquetReader.CreateAsync(file, leaveStreamOpen: true).GetAwaiter().GetResult());
            var rows = reader.RowGroups.Sum(g => g.RowCount);
            if (rows > Array.MaxLength) throw new InvalidDataException($"{path}: {rows:#,0} rows; expected {Array.MaxLength:#,0} or fewer");
            Columns = [.. reader.Schema.Fields.Select(f => Column(f, (int)rows))];
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            throw;
        }
    }

    public IReadOnlyList<CellColumn> Columns { get; }

    public void Dispose()
    {
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        file.Dispose();
    }

    private CellColumn Column(Field field, int rows)
    {
        if (field is not DataField { IsArray: false } data) return Refused(field.SchemaType == SchemaType.Data ? "lists" : $"values of the kind {field.SchemaType.ToString().ToLowerInvariant()}");
        CellColumn Of(Func<Func<int, string?>> open) => new(field.Name, rows, open);
        return data.ClrType switch
        {
            var t when t == typeof(ReadOnlyMemory<char>) || t == typeof(string) => Of(() => Texts(data, rows)),
            var t when t == typeof(bool) => Of(() => Values<bool>(data, rows)),
            var t when t == typeof(sbyte) => Of(() => Values<sbyte>(data, rows)),
            var t when t == typeof(byte) => Of(() => Values<byte>(data, rows)),
            var t when t == typeof(short) => Of(() => Values<short>(data, rows)),
            var t when t == typeof(ushort) => Of(() => Values<ushort>(data, rows)),
            var t when t == typeof(int) => Of(() => Values<int>(data, rows)),
            var t when t == typeof(uint) => Of(() => Values<uint>(data, rows)),
            var t when t == typeof(long) => Of(() => Values<long>(data, rows)),
            var t when t == typeof(ulong) => Of(() => Values<ulong>(data, rows)),
            var t when t == typeof(float) => Of(() => Values<float>(data, rows)),
            var t when t == typeof(double) => Of(() => Values<double>(data, rows)),
            var t when t == typeof(decimal) => Of(() => Values<decimal>(data, rows)),
            var t when t == typeof(DateTime) => Of(() => Values<DateTime>(data, rows)),
            var t when t == typeof(DateOnly) => Of(() => Values<DateOnly>(data, rows)),
            var t when t == typeof(TimeOnly) => Of(() => Values<TimeOnly>(data, rows)),
            var t when t == typeof(TimeSpan) => Of(() => Values<TimeSpan>(data, rows)),
            var t when t == typeof(Guid) => Of(() => Values<Guid>(data, rows)),
            var t => Refused($"values of the type {t.Name}"),
        };

        CellColumn Refused(string what) => new(field.Name, rows, () => throw new NotSupportedException(what));
    }

    private Func<int, string?> Values<T>(DataField field, int rows) where T : struct
    {
        var values = new T?[rows];
        ForEachGroup((group, from, count) => field.IsNullable ? group.ReadAsync<T>(field, values.AsMemory(from, count)) : Known(group, field, values.AsMemory(from, count)));
        return i => CellValue.Text(values[i]);
    }

    private static async ValueTask Known<T>(ParquetRowGroupReader group, DataField field, Memory<T?> into) where T : struct
    {
        var values = new T[into.Length];
        await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
        for (var i = 0; i < values.Length; i++) into.Span[i] = values[i];
    }

    private Func<int, string?> Texts(DataField field, int rows)
    {
        var texts = new string?[rows];
        ForEachGroup((group, from, count) => group.ReadAsync(field, texts.AsMemory(from, count)!));
        return i => texts[i];
    }

    private void ForEachGroup(Func<ParquetRowGroupReader, int, int, ValueTask> read)
    {
        var from = 0;
        for (var k = 0; k < reader.RowGroupCount; k++)
        {
            using var group = reader.OpenRowGroupReader(k);
            var count = (int)group.RowCount;
            var start = from;
            Guard(path, () =>
            {
                read(group, start, count).AsTask().GetAwaiter().GetResult();
                return true;
            });
            from += count;
        }
    }

    // The decoder throws whatever a damaged file brings about.
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"{path}: cannot be read as Parquet: {FileText.Shown(e.Message.TrimEnd('.'))}; expected a whole Parquet file", e);
        }
    }
}
