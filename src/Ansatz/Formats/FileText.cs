using System.Globalization;
using System.Text;

namespace Ansatz.Formats;

/// <summary>Prepares text from files for messages: short, on one line, and without control characters.</summary>
internal static class FileText
{
    private const int Longest = 300;

    /// <summary>The text with control, format and separator characters as <c>\uXXXX</c>; after 300 characters it is cut.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var c in text.Length <= Longest ? text : text[..Longest])
        {
            var isPlain = char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
            if (isPlain) shown.Append(c);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }
        return text.Length <= Longest ? shown.ToString() : shown.Append('…').ToString();
    }
}
