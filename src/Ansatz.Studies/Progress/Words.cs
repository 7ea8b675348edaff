namespace Ansatz.Studies.Progress;

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    /// <summary>4 s, 1 m 20 s, 2 h 5 m.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} m {seconds % 60} s",
            _ => $"{seconds / 3600} h {seconds % 3600 / 60} m",
        };
    }

    /// <summary>1 epoch, 2 epochs.</summary>
    public static string Of(long count, string noun) => $"{count:#,0} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>1 image, 2 images: a number of what is counted, its name given in the plural with an s.</summary>
    public static string OfMany(long count, string nouns) => Of(count, nouns.TrimEnd('s'));

    /// <summary>A speed in three digits: 12,300 images/s, 41.2 images/s.</summary>
    public static string Rate(double perSecond, string unit) => $"{Count(perSecond)} {unit}/s";

    /// <summary>About three digits, with thousands set apart.</summary>
    public static string Count(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0"),
        >= 10 => value.ToString("0.0"),
        _ => value.ToString("0.00"),
    };
}
