namespace Ansatz.Tables;

/// <summary>What the cells of a column are. The first five are modelled; columns of the other kinds are passed over.</summary>
public enum ColumnKind
{
    /// <summary>Any number.</summary>
    Continuous,

    /// <summary>A number above 0.</summary>
    Positive,

    /// <summary>A number between two bounds, which only a user can name.</summary>
    Bounded,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>One of a few texts or numbers.</summary>
    Categorical,

    /// <summary>The same value in every row.</summary>
    Constant,

    /// <summary>A name or a number of the row itself.</summary>
    Identifier,

    /// <summary>A date or a time.</summary>
    Date,

    /// <summary>Passed over because a user said so, or because no cell has a value.</summary>
    Skip,
}
