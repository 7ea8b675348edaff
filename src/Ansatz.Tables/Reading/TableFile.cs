namespace Ansatz.Tables.Reading;

/// <summary>Files of tables by their extension: NumPy archives, and CSV files under any other name.</summary>
internal static class TableFile
{
    public static Table Read(string path, TableReading reading) => IsArchive(path) ? CellTable.Make(path, NpzTable.Read(path), reading) : CsvTable.Read(path, reading);

    public static Table Read(string path, IReadOnlyList<ColumnDefinition> definitions, TableReading reading) =>
        IsArchive(path) ? CellTable.Make(path, NpzTable.Read(path), definitions, reading) : CsvTable.Read(path, definitions, reading);

    private static bool IsArchive(string path) => Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);
}
