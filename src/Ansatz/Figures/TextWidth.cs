namespace Ansatz.Figures;

/// <summary>
/// How wide a text may become. The reader's font is not known here, so these are widths of DejaVu Sans, the widest common
/// sans-serif: what fits by them fits in any other.
/// </summary>
internal static class TextWidth
{
    /// <summary>The width of a text in pixels at a font size.</summary>
    public static double Of(string text, double fontSize) => fontSize * text.Sum(Em);

    /// <summary>The text in lines that are no wider than <paramref name="width"/>, broken at spaces; a longer word keeps its line.</summary>
    public static IReadOnlyList<string> Wrap(string text, double fontSize, double width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Of($"{lines[^1]} {word}", fontSize) <= width) lines[^1] += " " + word;
            else lines.Add(word);
        }
        return lines;
    }

    private static double Em(char c) => c switch
    {
        'm' or 'w' or 'M' or 'W' or '%' or '@' or '—' => 1.0,
        '−' or '×' or '+' or '=' or '<' or '>' or '≤' or '≥' => 0.84,
        >= 'A' and <= 'Z' and not 'I' and not 'J' => 0.76,
        'f' or 'i' or 'j' or 'l' or 'r' or 't' or 'I' or 'J' => 0.41,
        ' ' or '.' or ',' or ':' or ';' or '\'' or '!' or '|' or '(' or ')' or '[' or ']' or '-' or '/' or '·' => 0.4,
        >= '₀' and <= '₉' or >= '⁰' and <= '⁾' or '²' or '³' or '¹' => 0.41,
        > '⺀' => 1.0,
        _ => 0.65,
    };
}
