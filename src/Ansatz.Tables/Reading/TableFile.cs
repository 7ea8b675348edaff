namespace Ansatz.Tables.Reading;

/// <summary>Files of tables by their extension: NumPy archives, Parquet files, Arrow files, and CSV files under any other name.</summary>
internal static class TableFile
{
    public static Table Read(string path, TableReading reading) => OfColumns(path, columns => CellTable.Make(path, columns, reading)) ?? CsvTable.Read(path, reading);

    public static Table Read(string path, IReadOnlyList<ColumnDefinition> definitions, TableReading reading) =>
        OfColumns(path, columns => CellTable.Make(path, columns, definitions, reading)) ?? CsvTable.Read(path, definitions, reading);

    // Null for a CSV file.
    private static Table? OfColumns(string path, Func<IReadOnlyList<CellColumn>, Table> make)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npz":
                return make(NpzTable.Read(path));
            case ".parquet" or ".pq":
                using (var file = new ParquetTable(path)) return make(file.Columns);
            case ".arrow" or ".arrows" or ".feather" or ".ipc":
                return make(ArrowTable.Read(path));
            default:
                return null;
        }
    }
}
