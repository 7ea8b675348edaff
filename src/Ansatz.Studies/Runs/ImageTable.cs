namespace Ansatz.Studies.Runs;

/// <summary>
/// A table of images as CSV: the columns row, file and label, the last two only if the images have them, and then others. Fields with commas, quotes or
/// line breaks stand in quotes.
/// </summary>
internal static class ImageTable
{
    /// <param name="path">The file.</param>
    /// <param name="images">One row per image.</param>
    /// <param name="columns">The names of the other columns.</param>
    /// <param name="values">Their values for an image.</param>
    public static void Write(string path, Dataset images, IReadOnlyList<string> columns, Func<int, IEnumerable<string>> values)
    {
        string[]? files = images.Files();
        var labels = images.Labels();
        var text = new StringBuilder();
        void Line(string row, string file, string label, IEnumerable<string> others)
        {
            string[] fields = [row, .. files is null ? [] : new[] { file }, .. labels is null ? [] : new[] { label }, .. others];
            text.AppendJoin(',', fields.Select(Quoted)).Append('\n');
        }
        Line("row", "file", "label", columns);
        for (var i = 0; i < images.Count; i++) Line($"{i}", files?[i] ?? "", $"{labels?[i]}", values(i));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
