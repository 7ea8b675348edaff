using System.Globalization;
using Ansatz.Tensors;

namespace Ansatz.Figures;

/// <summary>The lines of an SVG path.</summary>
internal static class SvgPath
{
    private const int CurveSteps = 16;

    /// <summary>A number of an attribute.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value : throw new ArgumentException($"chart: found '{text}' in an SVG element; a picture expects a number without a unit.", nameof(text));

    /// <summary>The pieces of a path's <c>d</c>, each without a gap: M, L, H, V, C, Q and Z, absolute or relative.</summary>
    /// <exception cref="ArgumentException">It has another command, or too few numbers.</exception>
    public static IReadOnlyList<(double X, double Y)[]> Parse(string d)
    {
        var pieces = new List<List<(double X, double Y)>>();
        (double X, double Y) at = (0, 0);
        foreach (var (command, numbers) in Commands(d))
        {
            var length = char.ToUpperInvariant(command) switch { 'M' or 'L' => 2, 'H' or 'V' => 1, 'Q' => 4, 'C' => 6, 'Z' => 0, _ => throw new ArgumentException($"chart: found '{command}' in an SVG path; a picture expects M, L, H, V, C, Q and Z.", nameof(d)) };
            if (length == 0)
            {
                if (pieces.Count > 0) pieces[^1].Add(at = pieces[^1][0]);
                continue;
            }
            if (numbers.Count == 0 || numbers.Count % length != 0) throw new ArgumentException($"chart: found {numbers.Count} numbers after '{command}' in an SVG path; expected {length}, or a multiple.", nameof(d));
            for (var i = 0; i < numbers.Count; i += length)
            {
                (double X, double Y) origin = char.IsLower(command) ? at : (0, 0);
                (double X, double Y) Point(int j) => (origin.X + numbers[i + j], origin.Y + numbers[i + j + 1]);
                if (char.ToUpperInvariant(command) == 'M' && i == 0) pieces.Add([]);
                if (pieces.Count == 0) pieces.Add([(0, 0)]);
                switch (char.ToUpperInvariant(command))
                {
                    case 'H': at = (origin.X + numbers[i], at.Y); break;
                    case 'V': at = (at.X, origin.Y + numbers[i]); break;
                    case 'Q': at = Bend(pieces[^1], at, Between(at, Point(0), 2.0 / 3), Between(Point(2), Point(0), 2.0 / 3), Point(2)); continue;
                    case 'C': at = Bend(pieces[^1], at, Point(0), Point(2), Point(4)); continue;
                    default: at = Point(0); break;
                }
                pieces[^1].Add(at);
            }
        }
        return [.. pieces.Select(p => p.Count == 1 ? new[] { p[0], p[0] } : [.. p])];
    }

    /// <summary>A circle, closed.</summary>
    public static (double X, double Y)[] Circle((double X, double Y) center, double radius)
    {
        const int Corners = 64;
        return [.. Enumerable.Range(0, Corners + 1).Select(i => 2 * Math.PI * (i % Corners) / Corners).Select(a => (center.X + radius * DoubleMath.Cos(a), center.Y + radius * DoubleMath.Sin(a)))];
    }

    /// <summary>The pieces of a line that its dashes leave.</summary>
    public static IEnumerable<(double X, double Y)[]> Dashed((double X, double Y)[] line, IReadOnlyList<double> dashes)
    {
        var (index, left, piece) = (0, dashes[0], new List<(double X, double Y)> { line[0] });
        for (var i = 1; i < line.Length; i++)
        {
            var (from, length) = (line[i - 1], Distance(line[i - 1], line[i]));
            while (length > left)
            {
                from = Between(from, line[i], left / length);
                piece.Add(from);
                if (index % 2 == 0 && piece.Count > 1) yield return [.. piece];
                length -= left;
                left = dashes[++index % dashes.Count];
                piece = [from];
                if (!(dashes.Sum() > 0)) yield break;
            }
            left -= length;
            piece.Add(line[i]);
        }
        if (index % 2 == 0 && piece.Count > 1) yield return [.. piece];
    }

    /// <summary>The rectangle around a straight line with flat ends.</summary>
    public static (double X, double Y)[] Bar((double X, double Y) from, (double X, double Y) to, double width)
    {
        var length = Distance(from, to);
        if (length == 0) return [];
        var (dx, dy) = (width / 2 * (to.Y - from.Y) / length, width / 2 * (from.X - to.X) / length);
        return [(from.X + dx, from.Y + dy), (to.X + dx, to.Y + dy), (to.X - dx, to.Y - dy), (from.X - dx, from.Y - dy)];
    }

    private static (double X, double Y) Bend(List<(double X, double Y)> piece, (double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d)
    {
        for (var i = 1; i <= CurveSteps; i++)
        {
            double t = (double)i / CurveSteps, s = 1 - t;
            piece.Add((s * s * s * a.X + 3 * s * s * t * b.X + 3 * s * t * t * c.X + t * t * t * d.X, s * s * s * a.Y + 3 * s * s * t * b.Y + 3 * s * t * t * c.Y + t * t * t * d.Y));
        }
        return d;
    }

    private static IEnumerable<(char Command, List<double> Numbers)> Commands(string d)
    {
        for (var i = 0; i < d.Length;)
        {
            if (!char.IsAsciiLetter(d[i]))
            {
                i++;
                continue;
            }
            var end = i + 1;
            while (end < d.Length && (!char.IsAsciiLetter(d[end]) || d[end] is 'e' or 'E')) end++;
            yield return (d[i], [.. d[(i + 1)..end].Replace("-", " -", StringComparison.Ordinal).Replace("e -", "e-", StringComparison.Ordinal).Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Number)]);
            i = end;
        }
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private static (double X, double Y) Between((double X, double Y) a, (double X, double Y) b, double share) => (a.X + share * (b.X - a.X), a.Y + share * (b.Y - a.Y));
}
