using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ansatz.Tests.Tables;

/// <summary>A data view of arrays. As those of ML.NET may, it does not say how many rows it has, and it writes each text into the same memory.</summary>
internal sealed class ListDataView : IDataView
{
    private readonly Array[] arrays;

    public ListDataView(params (string Name, DataViewType Type, Array Values, string[]? Keys)[] columns)
    {
        arrays = [.. columns.Select(c => c.Values)];
        var builder = new DataViewSchema.Builder();
        foreach (var (name, type, _, keys) in columns)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            if (keys is not null) annotations.Add("KeyValues", new VectorDataViewType(TextDataViewType.Instance, keys.Length), (ref VBuffer<ReadOnlyMemory<char>> b) => b = new VBuffer<ReadOnlyMemory<char>>(keys.Length, [.. keys.Select(k => k.AsMemory())]));
            builder.AddColumn(name, type, annotations.ToAnnotations());
        }
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, System.Random? rand = null) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, System.Random? rand = null) => [new Cursor(this)];

    private sealed class Cursor(ListDataView view) : DataViewRowCursor
    {
        private readonly char[] text = new char[64];
        private long row = -1;

        public override long Position => row;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext() => ++row < view.arrays[0].Length;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (view.arrays[column.Index] is string[] texts)
            {
                ValueGetter<ReadOnlyMemory<char>> get = (ref ReadOnlyMemory<char> value) =>
                {
                    texts[row].CopyTo(text);
                    value = text.AsMemory(0, texts[row].Length);
                };
                return (ValueGetter<TValue>)(object)get;
            }
            var values = (TValue[])view.arrays[column.Index];
            return (ref TValue value) => value = values[row];
        }
    }
}
