namespace Ansatz.Studies.Settings;

/// <summary>Guesses which word was meant.</summary>
internal static class Spelling
{
    /// <summary>“; did you mean 'word'?” with the nearest candidate, or nothing when none is near.</summary>
    public static string Suggestion(string word, IEnumerable<string> candidates)
    {
        var nearest = candidates.MinBy(c => Distance(word, c));
        var isNear = nearest is not null && (Distance(word, nearest) <= 1 + word.Length / 4 || IsBeginning(word, nearest));
        return isNear ? $"; did you mean '{nearest}'?" : "";
    }

    private static bool IsBeginning(string word, string candidate) => word.Trim('-').Length >= 2 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The letters to insert, delete, replace, or swap with a neighbour, to get from one word to the other (optimal string alignment).</summary>
    internal static int Distance(string from, string to)
    {
        var d = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) d[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
            for (var j = 1; j <= to.Length; j++)
            {
                var differs = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + differs);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[from.Length, to.Length];
    }
}

/// <summary>The command line asks for what cannot be; the message is one line that says what was found and what was expected.</summary>
internal sealed class UsageException(string message) : Exception(message);
