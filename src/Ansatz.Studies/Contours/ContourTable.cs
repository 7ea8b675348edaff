namespace Ansatz.Studies.Contours;

/// <summary>
/// Reads the parameters of contour images from a table of comma-separated values: a and θ (radians) a row. A first row of names,
/// <c>a,theta</c> in either order, may stand above them; empty lines count for nothing.
/// </summary>
internal static class ContourTable
{
    private const int LongestLine = 10_000;

    /// <returns>a and θ of each row: [rows, 2].</returns>
    /// <exception cref="InvalidDataException">A row is malformed, or there is none; the message names file, line, what was found and what was expected.</exception>
    public static float[] Read(string path)
    {
        if (Directory.Exists(path)) throw new InvalidDataException($"{path}: found a folder; expected a file of rows a,theta");
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: no such file; expected a file of rows a,theta");
        var values = new List<float>();
        var isSwapped = false;
        var isFirst = true;
        var number = 0;
        using var reader = new StreamReader(InputFile.Open(path));
        while (ReadLine(reader, path, number + 1) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (isFirst && IsHeader(cells)) isSwapped = ReadHeader(cells, path, number);
            else values.AddRange(ReadRow(cells, isSwapped, path, number));
            isFirst = false;
        }
        return values.Count > 0 ? [.. values] : throw new InvalidDataException($"{path}: found no rows; expected a,theta a row");
    }

    /// <summary>The next line, or null at the end of the file.</summary>
    private static string? ReadLine(StreamReader reader, string path, int number)
    {
        var line = new StringBuilder();
        while (reader.Read() is >= 0 and var next)
        {
            if (next == '\n') return line.ToString().TrimEnd('\r');
            if (line.Append((char)next).Length > LongestLine) throw new InvalidDataException($"{path}, line {number}: found more than {LongestLine} characters; expected two numbers: a,theta");
        }
        return line.Length > 0 ? line.ToString() : null;
    }

    private static bool IsHeader(string[] cells) => cells.All(c => c.Trim('"') is [var first, ..] && char.IsLetter(first) && !double.TryParse(c, CultureInfo.InvariantCulture, out _));

    /// <summary>True when θ comes first.</summary>
    private static bool ReadHeader(string[] cells, string path, int number)
    {
        var names = cells.Select(c => c.Trim('"').ToLowerInvariant() is "θ" ? "theta" : c.Trim('"').ToLowerInvariant()).ToArray();
        return names switch
        {
            ["a", "theta"] => false,
            ["theta", "a"] => true,
            _ => throw new InvalidDataException($"{path}, line {number}: found the names '{Shorten(string.Join(',', cells))}'; expected a,theta"),
        };
    }

    private static ReadOnlySpan<float> ReadRow(string[] cells, bool isSwapped, string path, int number)
    {
        if (cells.Length != 2)
            throw new InvalidDataException($"{path}, line {number}: found {cells.Length} value{(cells.Length == 1 ? "" : "s")} in '{Shorten(string.Join(',', cells))}'; expected 2: a,theta");
        var row = new float[2];
        for (var i = 0; i < 2; i++)
        {
            var isNumber = float.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
            if (!isNumber || !float.IsFinite(value))
                throw new InvalidDataException($"{path}, line {number}: found '{Shorten(cells[i])}' for {(i == 0 ^ isSwapped ? "a" : "theta")}; expected a finite number");
            row[isSwapped ? 1 - i : i] = value;
        }
        return row;
    }

    /// <summary>The beginning of a text, fit for a message whatever the file holds.</summary>
    private static string Shorten(string text)
    {
        var start = text.Length <= 40 ? text : text[..39] + "…";
        return string.Concat(start.Select(c => char.IsControl(c) ? '·' : c));
    }
}
