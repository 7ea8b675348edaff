using Ansatz.Formats;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace Ansatz.Tables.Reading;

/// <summary>Arrow batches as tables, from memory and from files of either kind: those with an index, which Feather 2 is, and streams. Dictionaries are read through; their values are texts.</summary>
internal static class ArrowTable
{
    private static readonly byte[] indexed = "ARROW1"u8.ToArray(), first = "FEA1"u8.ToArray();

    /// <exception cref="InvalidDataException">The file is no Arrow file, or is damaged.</exception>
    public static List<CellColumn> Read(string path)
    {
        using var file = InputFile.Open(path);
        var magic = new byte[indexed.Length];
        var length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (length == 0) throw new InvalidDataException($"{path}: is empty; expected an Arrow or Feather file");
        if (magic.AsSpan().StartsWith(first)) throw new InvalidDataException($"{path}: is a Feather file of version 1; expected version 2, or another Arrow file; save it again");
        try
        {
            return Columns(magic.AsSpan().SequenceEqual(indexed) ? Indexed(file) : Stream(file));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"{path}: cannot be read as Arrow: {FileText.Shown(e.Message.TrimEnd('.'))}; expected a whole Arrow or Feather file", e);
        }
    }

    /// <summary>The columns of batches with one schema.</summary>
    public static List<CellColumn> Columns(IReadOnlyList<RecordBatch> batches)
    {
        if (batches.Count == 0) throw new InvalidDataException("it holds no rows");
        var rows = batches.Sum(b => b.Length);
        var ends = new int[batches.Count];
        for (var k = 0; k < ends.Length; k++) ends[k] = (k == 0 ? 0 : ends[k - 1]) + batches[k].Length;
        return [.. batches[0].Schema.FieldsList.Select((field, j) => new CellColumn(field.Name, rows, () => Joined([.. batches.Select(b => Text(b.Column(j)))], ends)))];
    }

    private static List<RecordBatch> Indexed(Stream file)
    {
        using var reader = new ArrowFileReader(file, new CompressionCodecFactory());
        var count = reader.RecordBatchCountAsync().AsTask().GetAwaiter().GetResult();
        return [.. Enumerable.Range(0, count).Select(k => reader.ReadRecordBatchAsync(k).AsTask().GetAwaiter().GetResult())];
    }

    private static List<RecordBatch> Stream(Stream file)
    {
        using var reader = new ArrowStreamReader(file, new CompressionCodecFactory());
        var batches = new List<RecordBatch>();
        while (reader.ReadNextRecordBatch() is { } batch) batches.Add(batch);
        return batches;
    }

    // Cells are asked for in order, so the batch is nearly always that of the cell before.
    private static Func<int, string?> Joined(Func<int, string?>[] parts, int[] ends)
    {
        if (parts.Length == 1) return parts[0];
        var part = 0;
        return i =>
        {
            if (part > 0 && i < ends[part - 1]) part = 0;
            while (i >= ends[part]) part++;
            return parts[part](part == 0 ? i : i - ends[part - 1]);
        };
    }

    private static Func<int, string?> Text(IArrowArray array) => array switch
    {
        StringArray a => i => a.GetString(i),
        LargeStringArray a => i => a.GetString(i),
        StringViewArray a => i => a.GetString(i),
        DictionaryArray a => OfDictionary(a),
        BooleanArray a => i => CellValue.Text(a.GetValue(i)),
        Int8Array a => i => CellValue.Text(a.GetValue(i)),
        Int16Array a => i => CellValue.Text(a.GetValue(i)),
        Int32Array a => i => CellValue.Text(a.GetValue(i)),
        Int64Array a => i => CellValue.Text(a.GetValue(i)),
        UInt8Array a => i => CellValue.Text(a.GetValue(i)),
        UInt16Array a => i => CellValue.Text(a.GetValue(i)),
        UInt32Array a => i => CellValue.Text(a.GetValue(i)),
        UInt64Array a => i => CellValue.Text(a.GetValue(i)),
        HalfFloatArray a => i => CellValue.Text(a.GetValue(i)),
        FloatArray a => i => CellValue.Text(a.GetValue(i)),
        DoubleArray a => i => CellValue.Text(a.GetValue(i)),
        Decimal128Array a => i => CellValue.Text(a.GetValue(i)),
        Decimal256Array a => i => CellValue.Text(a.GetValue(i)),
        Date32Array a => i => CellValue.Text(a.GetDateOnly(i)),
        Date64Array a => i => CellValue.Text(a.GetDateOnly(i)),
        TimestampArray a => i => CellValue.Text(a.GetTimestamp(i)),
        Time32Array a => i => CellValue.Text(a.GetTime(i)),
        Time64Array a => i => CellValue.Text(a.GetTime(i)),
        NullArray => _ => null,
        _ => throw new NotSupportedException($"values of the Arrow type {array.Data.DataType.Name}"),
    };

    private static Func<int, string?> OfDictionary(DictionaryArray array)
    {
        var values = Text(array.Dictionary);
        string?[] texts = [.. Enumerable.Range(0, array.Dictionary.Length).Select(values)];
        var codes = Code(array.Indices);
        return i => codes(i) is { } code ? texts[code] : null;
    }

    private static Func<int, int?> Code(IArrowArray indices) => indices switch
    {
        Int8Array a => i => a.GetValue(i),
        Int16Array a => i => a.GetValue(i),
        Int32Array a => i => a.GetValue(i),
        Int64Array a => i => (int?)a.GetValue(i),
        UInt8Array a => i => a.GetValue(i),
        UInt16Array a => i => a.GetValue(i),
        UInt32Array a => i => (int?)a.GetValue(i),
        UInt64Array a => i => (int?)a.GetValue(i),
        _ => throw new NotSupportedException($"a dictionary with indices of the Arrow type {indices.Data.DataType.Name}"),
    };
}
