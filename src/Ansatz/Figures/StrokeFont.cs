namespace Ansatz.Figures;

/// <summary>
/// The few characters that an animation's axes need, as strokes: a corner is two digits, x from 0 to 4 and y from 0 at the top to 6 at
/// the base; strokes are parted by a slash.
/// </summary>
internal static class StrokeFont
{
    private const double Height = 6, Advance = 6;

    /// <summary>The width of a text.</summary>
    /// <param name="size">The height of a digit.</param>
    public static double Width(string text, double size) => text.Sum(c => AdvanceOf(c)) * size / Height - size / Height;

    /// <summary>The strokes of a text whose upper left corner is the origin.</summary>
    /// <param name="size">The height of a digit.</param>
    public static IEnumerable<(double X, double Y)[]> Strokes(string text, double size)
    {
        var unit = size / Height;
        var left = 0.0;
        foreach (var c in text)
        {
            var (strokes, scale, drop) = c is >= '₀' and <= '₉' ? (Corners((char)(c - '₀' + '0')), 0.65, 3.2) : (Corners(c), 1.0, 0.0);
            foreach (var stroke in strokes.Split('/'))
                yield return [.. stroke.Split(' ').Select(corner => ((left + (corner[0] - '0') * scale) * unit, ((corner[1] - '0') * scale + drop) * unit))];
            left += AdvanceOf(c);
        }
    }

    private static double AdvanceOf(char c) => c is '.' ? 3 : c is >= '₀' and <= '₉' ? 4 : Advance;

    private static string Corners(char c) => c switch
    {
        '0' => "10 30 41 45 36 16 05 01 10",
        '1' => "11 20 26",
        '2' => "01 10 30 41 42 06 46",
        '3' => "01 10 30 41 42 33 13/33 44 45 36 16 05",
        '4' => "36 30 04 44",
        '5' => "40 10 03 33 44 45 36 16 05",
        '6' => "41 30 10 01 05 16 36 45 44 33 13 04",
        '7' => "00 40 16",
        '8' => "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
        '9' => "05 16 36 45 41 30 10 01 02 13 33 42",
        '−' => "03 43",
        '.' => "16 16",
        'z' => "02 42 06 46",
        _ => throw new ArgumentException($"StrokeFont: no strokes for '{c}'; use digits, −, . and z.", nameof(c)),
    };
}
