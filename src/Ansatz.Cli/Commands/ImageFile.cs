namespace Ansatz.Cli.Commands;

/// <summary>Images as a person wants them: one picture of all (.png), or arrays for NumPy (.npz), by the file's extension.</summary>
internal static class ImageFile
{
    /// <summary>The option that names the file.</summary>
    public const string Kinds = "FILE.png|FILE.npz";

    /// <summary>Writes a picture, or named arrays of images [count, height, width, channels] in bytes, with labels if there are any.</summary>
    public static void Write(string path, Func<Image> picture, int[]? labels, params ReadOnlySpan<(string Name, IReadOnlyList<Image> Images)> arrays)
    {
        if (Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            Png.Write(path, picture());
            return;
        }
        var all = arrays.ToArray();
        Npz.Write(path, archive =>
        {
            foreach (var (name, images) in all) archive.Add(name, images);
            if (labels is not null) archive.Add<int>("labels", [labels.Length], labels);
        });
    }
}

/// <summary>
/// A table of images as CSV: the columns row, file and label, the last two only if the images have them, and then others. Fields with commas, quotes or
/// line breaks stand in quotes.
/// </summary>
internal static class ImageTable
{
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
        RunFiles.WriteText(path, text.ToString());
    }

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
