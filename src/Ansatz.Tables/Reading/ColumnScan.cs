using System.Globalization;
using Ansatz.Formats;

namespace Ansatz.Tables.Reading;

/// <summary>What the first reading of a file learns of a column, and the kind that follows from it.</summary>
/// <param name="name">The column's name.</param>
/// <param name="hasDecimalComma">Whether 1,5 is one and a half.</param>
/// <param name="place">What messages number: lines of a file, or rows.</param>
internal sealed class ColumnScan(string name, bool hasDecimalComma, string place = "line")
{
    /// <summary>The most categories that a column may have without being told; above, a text is taken for an identifier.</summary>
    private const int MostCategories = 200;

    private const int MostDistinct = 20_000, FinestDecimals = 3;

    // The share of a column's first values that must repeat others before a common divisor is believed.
    private const double LeastRepeats = 0.05;

    // Its square, and sums of many squares, are far from the largest double.
    private const double LargestNumber = 1e100;

    private const double LeastShareOfNumbers = 0.5, LeastShareOfDates = 0.9, MostDistinctTexts = 0.5;

    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private readonly HashSet<double> distinct = [];
    private int count, missing, numbers, dates, decorated, decimals, looked, repeats, wrongLine;
    private double least = double.PositiveInfinity, most = double.NegativeInfinity, first, previous;
    private long divisor;
    private bool isSequence = true, hasManyTexts;
    private string? wrong;

    /// <summary>Looks at one cell.</summary>
    /// <param name="text">Trimmed.</param>
    /// <param name="isMissing">Whether it stands for no value.</param>
    /// <param name="line">Its line in the file.</param>
    public void Add(ReadOnlySpan<char> text, bool isMissing, int line)
    {
        count++;
        if (isMissing)
        {
            missing++;
            return;
        }
        AddText(text);
        if (CellText.TryNumber(text, hasDecimalComma, out var value))
        {
            AddNumber(value, CellText.Decimals(text));
            return;
        }
        if (wrong is null) (wrong, wrongLine) = (text.ToString(), line);
        if (CellText.IsDecoratedNumber(text)) decorated++;
        // Dates are looked for in some cells only.
        if (dates >= 0 && count - missing - numbers <= 1000 && CellText.IsDate(text)) dates++;
    }

    /// <summary>The definition of the column.</summary>
    /// <param name="choice">What the user says, or null.</param>
    /// <exception cref="FormatException">A cell does not fit the kind.</exception>
    public ColumnDefinition Decide(ColumnChoice? choice)
    {
        var kind = choice?.Kind ?? Found();
        return Decide(kind, choice) with { HasManyValues = hasManyTexts, IsNumeric = Valued > 0 && numbers == Valued };
    }

    private ColumnDefinition Decide(ColumnKind kind, ColumnChoice? choice)
    {
        if (choice is not null && kind != ColumnKind.Skip && count == missing) throw new FormatException($"column '{name}': no cell has a value; expected some; say --columns {name}:skip");
        if (kind is ColumnKind.Continuous or ColumnKind.Positive or ColumnKind.Bounded or ColumnKind.Integer) return OfNumbers(kind, choice);
        var definition = new ColumnDefinition(name, kind) { Missing = missing };
        if (kind == ColumnKind.Constant) return definition with { Constant = texts.Keys.First() };
        if (kind != ColumnKind.Categorical) return definition;
        if (hasManyTexts) throw new FormatException($"column '{name}': more than {ColumnDefinition.MostCategories:#,0} different values; expected that or fewer of a categorical column; group the rare values, or say --columns {name}:skip");
        return definition with { Categories = [.. texts.Keys.Order(StringComparer.Ordinal)] };
    }

    private int Valued => count - missing;

    private string WayOut => new ColumnDefinition(name, ColumnKind.Skip) { HasManyValues = hasManyTexts }.WayOut;

    // The unit to which the numbers were rounded, 0 for none. If they repeat, it may be coarser than their last digit: 0.05 for 1.05, 1.10 and 1.25.
    private double Resolution => decimals > FinestDecimals || divisor == 0 ? 0 : decimals == 0 || repeats >= LeastRepeats * looked ? divisor / 1000.0 : decimals == 1 ? 0.1 : decimals == 2 ? 0.01 : 0.001;

    private ColumnKind Found()
    {
        if (Valued == 0) return ColumnKind.Skip;
        if (!hasManyTexts && texts.Count == 1) return ColumnKind.Constant;
        if (numbers == Valued) return OfNumbers();
        if (numbers >= LeastShareOfNumbers * Valued)
            throw new FormatException($"column '{name}', {place} {wrongLine}: found '{FileText.Shown(wrong!)}'; expected a number as in most other lines; mend the cell, or say --columns {WayOut}");
        if (numbers + decorated >= LeastShareOfNumbers * Valued)
            throw new FormatException($"column '{name}', {place} {wrongLine}: found '{FileText.Shown(wrong!)}'; expected a number without signs such as % and without separators of thousands; mend the column, or say --columns {WayOut}");
        if (dates >= LeastShareOfDates * Math.Min(1000, Valued)) return ColumnKind.Date;
        return hasManyTexts || texts.Count > Math.Max(2, MostDistinctTexts * Valued) || texts.Count > MostCategories ? ColumnKind.Identifier : ColumnKind.Categorical;
    }

    private ColumnKind OfNumbers()
    {
        if (decimals == 0 && repeats == 0 && Valued > 2 && (isSequence || IsNameOfIdentifier())) return ColumnKind.Identifier;
        if (!hasManyTexts && texts.Count == 2 && decimals == 0) return ColumnKind.Categorical;
        return decimals == 0 ? ColumnKind.Integer : least > 0 ? ColumnKind.Positive : ColumnKind.Continuous;
    }

    private ColumnDefinition OfNumbers(ColumnKind kind, ColumnChoice? choice)
    {
        if (numbers < Valued) throw new FormatException($"column '{name}', {place} {wrongLine}: found '{FileText.Shown(wrong!)}'; expected a number");
        if (Math.Max(most, -least) is > LargestNumber and var largest) throw new FormatException(FormattableString.Invariant($"column '{name}': found a number of size {largest}; expected at most {LargestNumber}; take another unit, or say --columns {name}:skip"));
        if (most > least && most - least < 1 / LargestNumber) throw new FormatException(FormattableString.Invariant($"column '{name}': found numbers that differ by {most - least} or less; expected some that differ by {1 / LargestNumber} or more; take another unit, or say --columns {name}:skip"));
        if (kind == ColumnKind.Integer && decimals > 0) throw new FormatException($"column '{name}': found numbers with {Shown(decimals)} behind the point; expected whole numbers; say --columns {name}:continuous");
        if (kind == ColumnKind.Positive && least <= 0) throw new FormatException(FormattableString.Invariant($"column '{name}': found {least}; expected numbers above 0; say --columns {name}:continuous"));
        if (choice?.Low is { } low && (least < low || most > choice.High))
            throw new FormatException(FormattableString.Invariant($"column '{name}': found {(least < low ? least : most)}; expected numbers from {low} to {choice.High}"));
        var resolution = Resolution;
        var definition = new ColumnDefinition(name, kind) { Missing = missing, Resolution = resolution, Offset = resolution > 0 ? first : 0, Low = choice?.Low, High = choice?.High };
        // Whole numbers without a negative one stay so; rounded ones above 0 stay above 0.
        if (choice is null or { Low: null } && resolution > 0 && least >= 0 && kind != ColumnKind.Continuous) return definition with { Low = least > 0 ? LeastAboveZero(least, resolution) : 0 };
        return kind == ColumnKind.Positive ? definition with { Low = 0 } : definition;
    }

    // The least number above 0 of the lattice that contains one: 1 for 3 in steps of 2, and the step itself for its multiples.
    private static double LeastAboveZero(double one, double step)
    {
        const double Rounding = 1e-9;
        var steps = one / step;
        return Math.Abs(steps - Math.Round(steps)) < Rounding * Math.Max(1, steps) ? step : Math.Round(one - step * Math.Floor(steps), FinestDecimals);
    }

    private static string Shown(int decimals) => decimals == CellText.ManyDecimals ? "many digits" : decimals == 1 ? "1 digit" : string.Create(CultureInfo.InvariantCulture, $"{decimals} digits");

    private bool IsNameOfIdentifier() =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal)
        || name.EndsWith(" id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("key", StringComparison.OrdinalIgnoreCase);

    private void AddText(ReadOnlySpan<char> text)
    {
        if (hasManyTexts) return;
        var lookup = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.ContainsKey(text)) return;
        if (texts.Count < ColumnDefinition.MostCategories) texts.Add(text.ToString(), 0);
        else hasManyTexts = true;
    }

    private void AddNumber(double value, int decimalsHere)
    {
        numbers++;
        decimals = Math.Max(decimals, decimalsHere);
        if (numbers == 1) first = value;
        else if (value != previous + 1) isSequence = false;
        previous = value;
        (least, most) = (Math.Min(least, value), Math.Max(most, value));
        if (looked < MostDistinct)
        {
            looked++;
            if (!distinct.Add(value)) repeats++;
        }
        // In thousandths, the finest resolution.
        if (decimals <= FinestDecimals && Math.Abs(value) < 1e12) divisor = Gcd(divisor, (long)Math.Round(Math.Abs(value - first) * 1000));
        else decimals = CellText.ManyDecimals;
    }

    private static long Gcd(long a, long b)
    {
        while (b > 0) (a, b) = (b, a % b);
        return a;
    }
}
