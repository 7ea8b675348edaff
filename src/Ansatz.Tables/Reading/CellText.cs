using System.Globalization;

namespace Ansatz.Tables.Reading;

/// <summary>How the text of a cell is understood.</summary>
internal static class CellText
{
    /// <summary>A number with as many digits behind the point that the text cannot be that of a rounded value.</summary>
    public const int ManyDecimals = 99;

    private const int LongestNumber = 64;

    /// <summary>A finite number, with a decimal point or a decimal comma.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, bool hasDecimalComma, out double value)
    {
        value = double.NaN;
        if (text.Length is 0 or > LongestNumber) return false;
        if (hasDecimalComma && text.Contains(','))
        {
            if (text.Contains('.')) return false;
            Span<char> copy = stackalloc char[text.Length];
            text.Replace(copy, ',', '.');
            return double.TryParse(copy, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        }
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>The digits behind the point, zeros at the end left out; <see cref="ManyDecimals"/> with an exponent.</summary>
    public static int Decimals(ReadOnlySpan<char> number)
    {
        if (number.ContainsAny('e', 'E')) return ManyDecimals;
        var point = number.LastIndexOfAny('.', ',');
        return point < 0 ? 0 : number[(point + 1)..].TrimEnd('0').Length;
    }

    /// <summary>A number with something around it: a percentage, an amount of money, or thousands set apart.</summary>
    public static bool IsDecoratedNumber(ReadOnlySpan<char> text)
    {
        const string Decorations = ",%$€£¥' \u00A0\u202F";
        if (text.Length is < 2 or > LongestNumber) return false;
        int digits = 0, decorations = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits++;
            else if (Decorations.Contains(c)) decorations++;
            else if (c is not ('+' or '-' or '.')) return false;
        }
        return digits > 0 && decorations > 0;
    }

    /// <summary>A date, a time or both, in one of the usual orders.</summary>
    public static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length is >= 5 and <= 40 && text.ContainsAnyInRange('0', '9') && text.IndexOfAny("-/:.") >= 0
        && (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || DateTime.TryParseExact(text, ["d.M.yyyy", "d/M/yyyy", "d.M.yyyy H:mm", "d/M/yyyy H:mm", "d.M.yyyy H:mm:ss", "d/M/yyyy H:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
}
