using Ansatz.Random;

namespace Ansatz.Tables;

/// <summary>A table in memory: named columns of numbers or categories, where cells may have no value.</summary>
/// <example><code>
/// var people = Table.Read("people.csv");
/// foreach (var column in people.Columns) Console.WriteLine($"{column.Name}: {column.Definition.Kind}, {column.MissingCount} cells have no value");
/// </code></example>
public sealed class Table
{
    /// <param name="columns">One or more.</param>
    /// <param name="rowCount">As many as the cells of each column that is not passed over.</param>
    internal Table(IReadOnlyList<TableColumn> columns, int rowCount) => (Columns, RowCount) = (columns, rowCount);

    /// <summary>All columns in the file's order, also those that a model passes over.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>How many rows there are, the header not counted.</summary>
    public int RowCount { get; }

    /// <summary>Reads a file and finds what each column is. A CSV or Parquet file is read twice, so that memory holds only the cells.</summary>
    /// <param name="path">A CSV file, whose first line names the columns; a .parquet file; an .arrow or .feather file; or an .npz file, where an array [rows] is a column of its name and an array
    /// [rows, k] is k columns, numbered from 0.</param>
    /// <param name="reading">How to read it; null lets the file say so.</param>
    /// <exception cref="InvalidDataException">The file is no table, or a cell cannot be read; the message names the column, the line and the value.</exception>
    /// <exception cref="ArgumentException">A choice names a column that the file does not have.</exception>
    public static Table Read(string path, TableReading? reading = null) => Reading.TableFile.Read(path, reading ?? new TableReading());

    /// <summary>Reads the columns of another table from a file of one of these kinds. Columns that the definitions do not name are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="definitions">What the columns are, for instance those of a trained model.</param>
    /// <param name="reading">How to read it; its choices of kinds are not used.</param>
    /// <exception cref="InvalidDataException">A column is missing, or a cell cannot be read; the message names the column, the line and the value.</exception>
    public static Table Read(string path, IReadOnlyList<ColumnDefinition> definitions, TableReading? reading = null) => Reading.TableFile.Read(path, definitions, reading ?? new TableReading());

    /// <summary>A batch of Arrow as a table. A dictionary of texts is a column of categories; a null is a cell without a value.</summary>
    /// <param name="batch">With one row or more. Its cells are copied.</param>
    /// <param name="reading">Choices of kinds; null lets the values say what each column is.</param>
    /// <exception cref="InvalidDataException">A column holds something else than numbers, texts, dates and truth values.</exception>
    /// <exception cref="ArgumentException">A choice names a column that the batch does not have.</exception>
    public static Table From(Apache.Arrow.RecordBatch batch, TableReading? reading = null) => Reading.CellTable.Make("Arrow batch", Reading.ArrowTable.Columns([batch]), reading ?? new TableReading());

    /// <summary>The columns of another table from a batch of Arrow.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="definitions">What the columns are, for instance those of a trained model.</param>
    /// <exception cref="InvalidDataException">A column is missing, or a cell cannot be read.</exception>
    public static Table From(Apache.Arrow.RecordBatch batch, IReadOnlyList<ColumnDefinition> definitions) => Reading.CellTable.Make("Arrow batch", Reading.ArrowTable.Columns([batch]), definitions, new TableReading());

    /// <summary>A data view of ML.NET as a table. A key is read as the value that it stands for; a vector of k numbers is k columns, numbered from 0.</summary>
    /// <param name="view">With one row or more. Its cells are copied.</param>
    /// <param name="reading">Choices of kinds; null lets the values say what each column is.</param>
    /// <exception cref="InvalidDataException">A column holds something else than numbers, texts, dates and truth values.</exception>
    /// <exception cref="ArgumentException">A choice names a column that the view does not have.</exception>
    public static Table From(Microsoft.ML.IDataView view, TableReading? reading = null) => Reading.CellTable.Make("data view", Reading.DataViewTable.Columns(view), reading ?? new TableReading());

    /// <summary>The columns of another table from a data view of ML.NET.</summary>
    /// <param name="view">The view.</param>
    /// <param name="definitions">What the columns are, for instance those of a trained model.</param>
    /// <exception cref="InvalidDataException">A column is missing, or a cell cannot be read.</exception>
    public static Table From(Microsoft.ML.IDataView view, IReadOnlyList<ColumnDefinition> definitions) => Reading.CellTable.Make("data view", Reading.DataViewTable.Columns(view), definitions, new TableReading());

    /// <summary>A table of numbers, for instance from memory. Its columns are continuous, unless a choice says otherwise.</summary>
    /// <param name="names">One for each column.</param>
    /// <param name="values">[rows, columns] in the order of rows; NaN where a cell has no value.</param>
    /// <param name="choices">What columns are, by name.</param>
    public static Table FromNumbers(IReadOnlyList<string> names, ReadOnlySpan<double> values, IReadOnlyDictionary<string, ColumnChoice>? choices = null) => Reading.TableOfNumbers.Make(names, values, choices);

    /// <summary>Writes a CSV file: UTF-8, commas, a header, a line feed after each row. Cells without a value are empty.</summary>
    public void Write(string path) => Reading.CsvWriter.Write(path, this);

    /// <summary>The rows at these positions, in this order.</summary>
    public Table Pick(ReadOnlySpan<int> rows)
    {
        var columns = new TableColumn[Columns.Count];
        for (var j = 0; j < columns.Length; j++) columns[j] = Columns[j].Pick(rows);
        return new Table(columns, rows.Length);
    }

    /// <summary>Two random parts, each in the table's order.</summary>
    /// <param name="share">The share of the first part, in (0, 1), rounded to whole rows.</param>
    /// <param name="rng">The stream of the choice.</param>
    public (Table First, Table Second) Split(double share, Rng rng)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), FormattableString.Invariant($"Table: the share of the first part is {share}; expected more than 0 and less than 1."));
        var order = rng.Permutation(RowCount);
        var count = (int)Math.Round(share * RowCount);
        int[] first = order[..count], second = order[count..];
        Array.Sort(first);
        Array.Sort(second);
        return (Pick(first), Pick(second));
    }

    /// <summary>The same table; models of it learn the density of its other columns given these.</summary>
    /// <param name="names">Columns of the table.</param>
    /// <exception cref="ArgumentException">There is no such column, it is passed over, or no column is left to learn.</exception>
    public Table ConditionOn(params IReadOnlyList<string> names)
    {
        foreach (var name in names)
            if (Columns.FirstOrDefault(c => c.Name == name)?.Definition is not { IsModelled: true })
                throw new ArgumentException($"Table: the column '{name}' {(Columns.FirstOrDefault(c => c.Name == name) is { } other ? $"is {other.Definition.Kind.ToString().ToLowerInvariant()} and passed over" : "is not there")}; expected some of {string.Join(", ", Columns.Where(c => c.Definition.IsModelled).Select(c => c.Name))}.", nameof(names));
        if (Columns.All(c => !c.Definition.IsModelled || names.Contains(c.Name))) throw new ArgumentException("Table: all columns are given; expected one or more to learn.", nameof(names));
        return new Table([.. Columns.Select(c => names.Contains(c.Name) ? c.AsGiven() : c)], RowCount);
    }

    /// <summary>At most this many rows, at equal distances; all of them where they are fewer.</summary>
    internal Table Thinned(int most)
    {
        if (RowCount <= most) return this;
        var rows = new int[most];
        for (var i = 0; i < most; i++) rows[i] = (int)((long)i * RowCount / most);
        return Pick(rows);
    }

    /// <summary>The rows that have a known value in every modelled column.</summary>
    internal int[] CompleteRows()
    {
        var isComplete = new bool[RowCount];
        Array.Fill(isComplete, true);
        foreach (var column in Columns.Where(c => c.Definition.IsModelled))
            for (var row = 0; row < isComplete.Length; row++) isComplete[row] &= column.IsKnown(row);
        var rows = new int[isComplete.AsSpan().Count(true)];
        for (int row = 0, at = 0; row < isComplete.Length; row++)
            if (isComplete[row]) rows[at++] = row;
        return rows;
    }
}
