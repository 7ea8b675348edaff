using System.Globalization;

namespace Ansatz.Tables;

/// <summary>What a user says about a column in place of what its values suggest.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Low">The lower bound of a bounded column.</param>
/// <param name="High">The upper bound of a bounded column.</param>
public sealed record ColumnChoice(ColumnKind Kind, double? Low = null, double? High = null)
{
    private static readonly (string Word, ColumnKind Kind)[] words =
    [
        ("continuous", ColumnKind.Continuous), ("positive", ColumnKind.Positive), ("integer", ColumnKind.Integer), ("categorical", ColumnKind.Categorical), ("skip", ColumnKind.Skip),
    ];

    /// <summary>Reads choices such as <c>age:integer,share:0..1,id:skip</c>.</summary>
    /// <exception cref="FormatException">A part names no column, or no kind that is known.</exception>
    public static IReadOnlyDictionary<string, ColumnChoice> ParseAll(string text)
    {
        var choices = new Dictionary<string, ColumnChoice>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.LastIndexOf(':');
            if (at < 1) throw new FormatException($"found '{part}'; expected NAME:KIND, such as age:integer");
            if (!choices.TryAdd(part[..at].Trim(), Parse(part[(at + 1)..].Trim()))) throw new FormatException($"the column '{part[..at]}' comes twice; expected one kind for each column");
        }
        return choices;
    }

    /// <summary>Reads one kind: a word, or bounds such as <c>0..1</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static ColumnChoice Parse(string text)
    {
        foreach (var (word, kind) in words)
            if (word == text) return new ColumnChoice(kind);
        var ends = text.Split("..");
        if (ends.Length == 2 && double.TryParse(ends[0], CultureInfo.InvariantCulture, out var low) && double.TryParse(ends[1], CultureInfo.InvariantCulture, out var high) && low < high && double.IsFinite(high - low))
            return new ColumnChoice(ColumnKind.Bounded, low, high);
        throw new FormatException($"found the kind '{text}'; expected {string.Join(", ", words.Select(w => w.Word))}, or bounds such as 0..1");
    }
}
