namespace Ansatz.Tables;

/// <summary>What is known of a column without its cells: how to read them, and what values they may have.</summary>
/// <param name="Name">As the table's header writes it.</param>
/// <param name="Kind">What the cells are.</param>
public sealed record ColumnDefinition(string Name, ColumnKind Kind)
{
    /// <summary>The distance of neighbouring values of an integer or a rounded column; 0 where values are not rounded.</summary>
    public double Resolution { get; init; }

    /// <summary>A value that the lattice of rounded values contains.</summary>
    public double Offset { get; init; }

    /// <summary>The lowest value that a cell may have, or null.</summary>
    public double? Low { get; init; }

    /// <summary>The highest value that a cell may have, or null.</summary>
    public double? High { get; init; }

    /// <summary>The values of a categorical column in ordinal order; empty for another kind.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The one value of a constant column.</summary>
    public string? Constant { get; init; }

    /// <summary>How many cells of the table that was read first have no value.</summary>
    public int Missing { get; init; }

    /// <summary>The most categories of a column that is told categorical. The codes of more would fill the memory, and few rows have each.</summary>
    internal const int MostCategories = 1000;

    /// <summary>Whether all values of the table that was read first are numbers.</summary>
    internal bool IsNumeric { get; init; }

    /// <summary>Whether the table that was read first has more different values than a categorical column may have.</summary>
    internal bool HasManyValues { get; init; }

    /// <summary>What a user may say of the column so that it is used or left out, such as “age:categorical or age:skip”.</summary>
    internal string WayOut => HasManyValues ? $"{Name}:skip" : $"{Name}:categorical or {Name}:skip";

    /// <summary>Whether a model learns the column, or is given it.</summary>
    public bool IsModelled => Kind <= ColumnKind.Categorical;

    /// <summary>Whether models learn the density of the other columns given this one.</summary>
    public bool IsGiven { get; init; }
}
