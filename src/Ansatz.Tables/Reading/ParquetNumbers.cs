using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace Ansatz.Tables.Reading;

/// <summary>Columns of numbers of a Parquet file, each rounded to the nearest float; true is 1.</summary>
internal static class ParquetNumbers
{
    private static readonly Dictionary<Type, Func<ParquetRowGroupReader, DataField, float[], int, int, int>> readers = new()
    {
        [typeof(sbyte)] = Read<sbyte>,
        [typeof(byte)] = Read<byte>,
        [typeof(short)] = Read<short>,
        [typeof(ushort)] = Read<ushort>,
        [typeof(int)] = Read<int>,
        [typeof(uint)] = Read<uint>,
        [typeof(long)] = Read<long>,
        [typeof(ulong)] = Read<ulong>,
        [typeof(float)] = Read<float>,
        [typeof(double)] = Read<double>,
        [typeof(decimal)] = Read<decimal>,
        [typeof(bool)] = (group, field, into, first, step) => Read<bool>(group, field, into, first, step, b => b ? 1 : 0),
    };

    public static bool Has(Type type) => readers.ContainsKey(type);

    /// <summary>Reads a column of a row group.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="field">The column.</param>
    /// <param name="into">Where the numbers go.</param>
    /// <param name="first">The place of the first one.</param>
    /// <param name="step">From one to the next.</param>
    /// <returns>The first row without a value, or −1.</returns>
    public static int Read(ParquetRowGroupReader group, DataField field, float[] into, int first, int step) => readers[field.ClrType](group, field, into, first, step);

    private static int Read<T>(ParquetRowGroupReader group, DataField field, float[] into, int first, int step) where T : struct, INumber<T> =>
        Read<T>(group, field, into, first, step, float.CreateTruncating);

    private static int Read<T>(ParquetRowGroupReader group, DataField field, float[] into, int first, int step, Func<T, float> number) where T : struct
    {
        var count = (int)group.RowCount;
        if (!field.IsNullable)
        {
            var known = new T[count];
            group.ReadAsync<T>(field, known.AsMemory()).AsTask().GetAwaiter().GetResult();
            for (var i = 0; i < count; i++) into[first + i * step] = number(known[i]);
            return -1;
        }
        var values = new T?[count];
        group.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        for (var i = 0; i < count; i++)
        {
            if (values[i] is not { } value) return i;
            into[first + i * step] = number(value);
        }
        return -1;
    }
}
