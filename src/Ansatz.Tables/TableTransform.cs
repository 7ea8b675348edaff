using Ansatz.Random;
using Ansatz.Tables.Models;
using Ansatz.Tables.Transforms;

namespace Ansatz.Tables;

/// <summary>
/// Rows of a table as the numbers that a model learns, and back. It is fitted on the training part and saved with the model. Each number goes through a smooth increasing map whose
/// log-slope is exact, so that densities are those of the table's own units. Positive columns stay positive, bounded ones within their bounds.
/// </summary>
/// <remarks>
/// Rounded columns and whole numbers get uniform noise of one unit of their resolution, u; then E log p(x + u) is a lower bound of the log of a cell's probability, divided by the unit.
/// Theis, van den Oord, Bethge, A note on the evaluation of generative models (2016).
/// </remarks>
public sealed class TableTransform
{
    private readonly int[] modelled, numbers, categories, places;
    private readonly NumberMap[] maps;

    internal TableTransform(IReadOnlyList<ColumnDefinition> columns, bool hasCodes, IReadOnlyList<NumberMapDocument> documents)
    {
        Columns = columns;
        HasCodes = hasCodes;
        modelled = [.. Enumerable.Range(0, columns.Count).Where(j => columns[j].IsModelled)];
        numbers = [.. modelled.Where(j => !IsCode(j)).OrderBy(j => columns[j].IsGiven)];
        categories = [.. modelled.Where(IsCode).OrderBy(j => columns[j].IsGiven)];
        places = [.. numbers.Select(j => Array.IndexOf(modelled, j))];
        maps = [.. numbers.Select((j, i) => new NumberMap(columns[j], documents[i]))];
    }

    /// <summary>All columns of the table, also those that are passed over.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>Whether categories stay codes; else they are spread over numbers like the values of a whole column.</summary>
    internal bool HasCodes { get; }

    internal IReadOnlyList<NumberMapDocument> Documents => [.. maps.Select(m => m.Document)];

    /// <summary>How many numbers a row has.</summary>
    internal int NumberCount => numbers.Length;

    /// <summary>The positions, among all columns, of the numbers of a row.</summary>
    internal IReadOnlyList<int> NumberColumns => numbers;

    /// <summary>The positions of the categories behind them.</summary>
    internal IReadOnlyList<int> CategoryColumns => categories;

    /// <summary>What a row holds.</summary>
    internal RowLayout Layout => new(numbers.Count(j => !IsGiven(j)), numbers.Count(IsGiven), [.. categories.Where(j => !IsGiven(j)).Select(CountOf)], [.. categories.Where(IsGiven).Select(CountOf)]);

    /// <summary>How many categories each categorical column has.</summary>
    internal int[] CategoryCounts => [.. categories.Select(CountOf)];

    private bool IsCode(int column) => HasCodes && Columns[column].Kind == ColumnKind.Categorical;

    private bool IsGiven(int column) => Columns[column].IsGiven;

    private int CountOf(int column) => Columns[column].Categories.Count;

    /// <summary>Fits the maps on the complete rows of a table.</summary>
    /// <param name="training">Rows to learn from.</param>
    /// <param name="rng">The stream of the noise.</param>
    /// <param name="hasCodes">Whether categories stay codes.</param>
    /// <param name="isNormal">Whether quantiles become those of a normal.</param>
    /// <exception cref="InvalidDataException">No column can be modelled, or no row is complete.</exception>
    internal static TableTransform Fit(Table training, Rng rng, bool hasCodes, bool isNormal)
    {
        ColumnDefinition[] columns = [.. training.Columns.Select(c => c.Definition)];
        if (!columns.Any(c => c.IsModelled)) throw new InvalidDataException($"table: no column can be modelled: {string.Join(", ", columns.Select(c => $"{c.Name} is {c.Kind.ToString().ToLowerInvariant()}"))}; {(columns.FirstOrDefault(c => !c.HasManyValues && c.Missing < training.RowCount) is { } one ? $"say what one is, such as --columns {one.Name}:categorical" : "expected a column of numbers, or one with fewer values")}");
        var rows = training.CompleteRows();
        if (rows.Length == 0) throw Incomplete(training);
        var open = new TableTransform(columns, hasCodes, [.. columns.Where(c => c.IsModelled).Select(_ => new NumberMapDocument(0, 1, false, [], []))]);
        var cells = new double[rows.Length];
        var documents = new NumberMapDocument[open.NumberCount];
        for (var i = 0; i < documents.Length; i++)
        {
            var column = training.Columns[open.numbers[i]].Cells;
            foreach (var (first, count, noise) in open.NoiseOf(rows, rng))
                for (var n = first; n < first + count; n++) cells[n] = open.maps[i].WithNoise(column[rows[n]], noise[(n - first) * open.modelled.Length + open.places[i]]);
            documents[i] = NumberMap.Fit(columns[open.numbers[i]], cells, isNormal).Document;
        }
        return new TableTransform(columns, hasCodes, documents);
    }

    /// <summary>The complete rows of a table as a model sees them.</summary>
    /// <param name="table">With this transform's columns.</param>
    /// <param name="rng">The stream of the noise; a row's noise depends on its position in the table alone.</param>
    internal TableRows Encode(Table table, Rng rng) => Encode(table, table.CompleteRows(), rng);

    /// <summary>Some complete rows of a table, in this order.</summary>
    /// <param name="table">With this transform's columns.</param>
    /// <param name="rows">Positions of complete rows.</param>
    /// <param name="rng">The stream of the noise.</param>
    internal TableRows Encode(Table table, int[] rows, Rng rng)
    {
        int width = numbers.Length + categories.Length, n = numbers.Length;
        var values = new float[rows.Length * width];
        var logSlopes = new double[rows.Length];
        foreach (var (first, count, noise) in NoiseOf(rows, rng))
            for (var i = 0; i < width; i++)
            {
                var cells = table.Columns[i < n ? numbers[i] : categories[i - n]].Cells;
                for (var r = first; r < first + count; r++)
                {
                    var cell = cells[rows[r]];
                    if (i >= n)
                    {
                        values[r * width + i] = (float)cell;
                        continue;
                    }
                    var (z, slope) = maps[i].Forward(WithNoise(i, cell, noise[(r - first) * modelled.Length + places[i]]));
                    values[r * width + i] = (float)z;
                    // Nothing is known of rows whose given cells lie outside the bounds.
                    if (IsGiven(numbers[i])) logSlopes[r] += maps[i].Contains(cell) ? 0 : double.NaN;
                    else logSlopes[r] = maps[i].Contains(cell) ? logSlopes[r] + slope : double.NegativeInfinity;
                }
            }
        return new TableRows(values, width, rows, logSlopes);
    }

    /// <summary>All rows of a table, with NaN for cells without a value and for unknown categories. Observed rounded cells get noise.</summary>
    internal float[] EncodeIncomplete(Table table, Rng rng)
    {
        int width = numbers.Length + categories.Length, n = numbers.Length;
        var values = new float[table.RowCount * width];
        foreach (var (first, count, noise) in NoiseOf([.. Enumerable.Range(0, table.RowCount)], rng))
            for (var i = 0; i < width; i++)
            {
                var column = table.Columns[i < n ? numbers[i] : categories[i - n]];
                for (var r = first; r < first + count; r++)
                    values[r * width + i] = !column.IsKnown(r) ? float.NaN : (float)(i < n ? maps[i].Forward(WithNoise(i, column.Cells[r], noise[(r - first) * modelled.Length + places[i]])).Z : column.Cells[r]);
            }
        return values;
    }

    /// <summary>Rows of a model as a table.</summary>
    /// <param name="rows">[count, numbers and codes].</param>
    internal Table Decode(ReadOnlySpan<float> rows)
    {
        var width = numbers.Length + categories.Length;
        var count = rows.Length / width;
        var columns = new TableColumn[Columns.Count];
        for (var j = 0; j < columns.Length; j++)
        {
            int number = Array.IndexOf(numbers, j), category = Array.IndexOf(categories, j);
            var cells = new double[number < 0 && category < 0 ? 0 : count];
            for (var i = 0; i < cells.Length; i++) cells[i] = number >= 0 ? Cell(number, rows[i * width + number]) : rows[i * width + numbers.Length + category];
            columns[j] = new TableColumn(Columns[j], cells);
        }
        return new Table(columns, count);
    }

    /// <summary>The drawn rows that hold a learnt number of which nothing is known, because it is too far outside the range of the training rows.</summary>
    /// <param name="rows">[count, width].</param>
    internal int[] FarRows(float[] rows)
    {
        var layout = Layout;
        return [.. Enumerable.Range(0, rows.Length / layout.Width).Where(i => Enumerable.Range(0, layout.Numbers).Any(j => maps[j].IsFar(rows[i * layout.Width + j])))];
    }

    /// <summary>Brings the learnt numbers of drawn rows to the nearest ones of which something is known.</summary>
    internal void BringNear(float[] rows)
    {
        var layout = Layout;
        for (var i = 0; i < rows.Length; i++)
            if (i % layout.Width < layout.Numbers) rows[i] = (float)maps[i % layout.Width].Nearest(rows[i]);
    }

    /// <summary>The cell of a number.</summary>
    internal double Cell(int number, double z) => Columns[numbers[number]].Kind == ColumnKind.Categorical
        ? Math.Clamp(maps[number].Inverse(z), 0, Columns[numbers[number]].Categories.Count - 1)
        : maps[number].Inverse(z);

    // A number that is given has no density, unless a mixture of all columns is fitted.
    private double WithNoise(int number, double cell, float noise) => HasCodes && IsGiven(numbers[number]) ? cell : maps[number].WithNoise(cell, noise);

    /// <summary>The number of a cell, without noise.</summary>
    internal double Number(int number, double cell) => maps[number].Forward(cell).Z;

    // Blocks of rows with their noise, [rows, modelled columns], uniform: a column's noise does not depend on how other columns are modelled. The next block overwrites it.
    private IEnumerable<(int First, int Count, float[] Noise)> NoiseOf(int[] rows, Rng rng)
    {
        const int RowsAtOnce = 8192;
        var noise = new float[Math.Min(RowsAtOnce, rows.Length) * modelled.Length];
        var hasNoise = modelled.Any(j => Columns[j].Resolution > 0 || Columns[j].Kind == ColumnKind.Categorical);
        for (var first = 0; first < rows.Length; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, rows.Length - first);
            if (hasNoise)
                for (var i = 0; i < count; i++) rng.Fork(rows[first + i]).Uniform(noise.AsSpan(i * modelled.Length, modelled.Length));
            yield return (first, count, noise);
        }
    }

    /// <summary>The given columns of a table, all of whose cells must be known.</summary>
    /// <exception cref="InvalidDataException">A cell has no value, an unknown category, or a value outside the column's bounds.</exception>
    internal void RequireGiven(Table table)
    {
        for (var j = 0; j < Columns.Count; j++)
        {
            if (!Columns[j].IsGiven) continue;
            var (column, definition) = (table.Columns[j], Columns[j]);
            for (var row = 0; row < table.RowCount; row++)
                if (!column.IsKnown(row) || column.Cells[row] < definition.Low || column.Cells[row] > definition.High)
                    throw new InvalidDataException($"table: column '{definition.Name}', row {row + 1}: no value that the model knows; expected one in each row, because the model is conditional on this column");
        }
    }

    /// <summary>Refuses a table with too few complete rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="fewest">The least number of complete rows.</param>
    internal static void RequireRows(Table table, string name, int fewest)
    {
        if (table.RowCount < fewest) throw new InvalidDataException($"{name}: {table.RowCount} row{(table.RowCount == 1 ? "" : "s")}; expected {fewest} or more");
        if (!table.Columns.Any(c => c.Definition.IsModelled)) return;
        var count = table.CompleteRows().Length;
        if (count >= fewest) return;
        throw count == 0 ? Incomplete(table) : new InvalidDataException($"{name}: {count} complete rows; expected {fewest} or more");
    }

    private static InvalidDataException Incomplete(Table table)
    {
        var worst = table.Columns.Where(c => c.Definition.IsModelled).MaxBy(c => c.MissingCount)!;
        return new InvalidDataException($"table: no row has a value in every column; column '{worst.Name}' has none in {worst.MissingCount} of {table.RowCount} rows; leave it out with --columns {worst.Name}:skip");
    }
}
