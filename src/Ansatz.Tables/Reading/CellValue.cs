using System.Globalization;

namespace Ansatz.Tables.Reading;

/// <summary>Values of other formats as the text that a CSV file would have.</summary>
internal static class CellValue
{
    /// <summary>The shortest text that stands for a value; null for NaN.</summary>
    public static string? Text<T>(T value) where T : struct => value switch
    {
        double d => double.IsNaN(d) ? null : d.ToString("R", CultureInfo.InvariantCulture),
        float f => float.IsNaN(f) ? null : f.ToString("R", CultureInfo.InvariantCulture),
        Half h => Half.IsNaN(h) ? null : h.ToString("R", CultureInfo.InvariantCulture),
        bool b => b ? "true" : "false",
        DateTime t => t.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset t => t.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly t => t.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly t => t.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan t => t.TotalSeconds.ToString("R", CultureInfo.InvariantCulture),
        decimal m => Plain(m),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>The text of a value; null where there is none.</summary>
    public static string? Text<T>(T? value) where T : struct => value is { } some ? Text(some) : null;

    // Zeros at the end belong to the type, not to the value.
    private static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
