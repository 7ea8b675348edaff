using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ansatz.Tables.Reading;

/// <summary>The data views of ML.NET as tables. A key is read as the value that it stands for, where the view knows it; a vector of k numbers is k columns, its name followed by 0 to k − 1.</summary>
internal static class DataViewTable
{
    /// <summary>The columns of a view. Each is read by a cursor of its own.</summary>
    public static List<CellColumn> Columns(IDataView view)
    {
        var rows = Count(view);
        return [.. view.Schema.Where(c => !c.IsHidden).SelectMany(c => c.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType.RawType is var item && (item == typeof(float) || item == typeof(double))
            ? Enumerable.Range(0, vector.Size).Select(k => new CellColumn(string.Create(CultureInfo.InvariantCulture, $"{c.Name}{k}"), rows, () => item == typeof(float) ? Element<float>(view, c, rows, k) : Element<double>(view, c, rows, k)))
            : [new CellColumn(c.Name, rows, () => Open(view, c, rows))])];
    }

    private static int Count(IDataView view)
    {
        if (view.GetRowCount() is { } known) return checked((int)known);
        var count = 0;
        using var cursor = view.GetRowCursor([]);
        while (cursor.MoveNext()) count++;
        return count;
    }

    private static Func<int, string?> Open(IDataView view, DataViewSchema.Column column, int rows)
    {
        var type = column.Type.RawType;
        if (column.Type is KeyDataViewType) return Keys(view, column, rows);
        if (type == typeof(ReadOnlyMemory<char>)) return Texts(view, column, rows);
        if (type == typeof(float)) return Read<float>(view, column, rows);
        if (type == typeof(double)) return Read<double>(view, column, rows);
        if (type == typeof(bool)) return Read<bool>(view, column, rows);
        if (type == typeof(sbyte)) return Read<sbyte>(view, column, rows);
        if (type == typeof(byte)) return Read<byte>(view, column, rows);
        if (type == typeof(short)) return Read<short>(view, column, rows);
        if (type == typeof(ushort)) return Read<ushort>(view, column, rows);
        if (type == typeof(int)) return Read<int>(view, column, rows);
        if (type == typeof(uint)) return Read<uint>(view, column, rows);
        if (type == typeof(long)) return Read<long>(view, column, rows);
        if (type == typeof(ulong)) return Read<ulong>(view, column, rows);
        if (type == typeof(DateTime)) return Read<DateTime>(view, column, rows);
        if (type == typeof(DateTimeOffset)) return Read<DateTimeOffset>(view, column, rows);
        if (type == typeof(TimeSpan)) return Read<TimeSpan>(view, column, rows);
        throw new NotSupportedException($"values of the type {column.Type}");
    }

    private static Func<int, string?> Read<T>(IDataView view, DataViewSchema.Column column, int rows) where T : struct => Read<T>(view, column, rows, CellValue.Text);

    private static Func<int, string?> Read<T>(IDataView view, DataViewSchema.Column column, int rows, Func<T, string?> text) where T : struct => Read<T, T>(view, column, rows, v => v, text);

    private static Func<int, string?> Texts(IDataView view, DataViewSchema.Column column, int rows) => Read<ReadOnlyMemory<char>, string>(view, column, rows, t => t.ToString(), t => t);

    private static Func<int, string?> Element<T>(IDataView view, DataViewSchema.Column column, int rows, int place) where T : struct =>
        Read<VBuffer<T>, T>(view, column, rows, buffer => buffer.GetItemOrDefault(place), CellValue.Text);

    // A view may use the memory of a text or of a vector again, so what is kept of a value is copied at once.
    private static Func<int, string?> Read<T, TKept>(IDataView view, DataViewSchema.Column column, int rows, Func<T, TKept> keep, Func<TKept, string?> text) where T : struct
    {
        var kept = new TKept[rows];
        using var cursor = view.GetRowCursor([column]);
        var get = cursor.GetGetter<T>(column);
        var value = default(T);
        for (var row = 0; cursor.MoveNext() && row < rows; row++)
        {
            get(ref value);
            kept[row] = keep(value);
        }
        return i => text(kept[i]);
    }

    // 0 is no value; 1 is the first.
    private static Func<int, string?> Keys(IDataView view, DataViewSchema.Column column, int rows)
    {
        string[]? names = null;
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            var buffer = default(VBuffer<ReadOnlyMemory<char>>);
            column.Annotations.GetValue("KeyValues", ref buffer);
            names = [.. buffer.DenseValues().Select(t => t.ToString())];
        }
        var type = column.Type.RawType;
        string? Text(ulong key) => key == 0 ? null : names is null ? key.ToString(CultureInfo.InvariantCulture) : names[key - 1];
        return type == typeof(byte) ? Read<byte>(view, column, rows, k => Text(k)) : type == typeof(ushort) ? Read<ushort>(view, column, rows, k => Text(k)) : type == typeof(uint) ? Read<uint>(view, column, rows, k => Text(k)) : Read<ulong>(view, column, rows, Text);
    }
}
