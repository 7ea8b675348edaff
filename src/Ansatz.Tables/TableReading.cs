namespace Ansatz.Tables;

/// <summary>How a file of a table is read.</summary>
public sealed record TableReading
{
    /// <summary>What separates cells; null for what the header suggests: a comma, a semicolon, a tab or a bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>What columns are, by name, where the values alone would suggest something else.</summary>
    public IReadOnlyDictionary<string, ColumnChoice> Choices { get; init; } = new Dictionary<string, ColumnChoice>(StringComparer.Ordinal);

    /// <summary>Whether the cells of columns that are passed over are kept as texts, to be written again as they are; they take memory.</summary>
    public bool KeepsTexts { get; init; }

    /// <summary>Texts that stand for a cell without a value, beside the empty one.</summary>
    public IReadOnlyCollection<string> MissingWords { get; init; } = ["NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "null", "NULL", "None", "?"];
}
