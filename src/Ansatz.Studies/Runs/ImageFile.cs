namespace Ansatz.Studies.Runs;

/// <summary>Images as a person wants them: one picture of all (.png), or arrays for NumPy (.npz), by the file's extension.</summary>
internal static class ImageFile
{
    /// <summary>The option that names the file.</summary>
    public const string Kinds = "FILE.png|FILE.npz";

    /// <exception cref="IOException">The extension is another, the file exists, or it cannot be written.</exception>
    public static void Claim(string path, bool force, params ReadOnlySpan<string> extensions)
    {
        var found = Path.GetExtension(path).ToLowerInvariant();
        if (!extensions.Contains(found)) throw new IOException($"{path}: the extension is '{found}'; expected {string.Join(" or ", extensions.ToArray())}");
        OutputFile.Claim(path, force);
    }

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
            foreach (var (name, images) in all)
            {
                Shape shape = [images.Count, images[0].Height, images[0].Width, images[0].Channels];
                archive.Add<byte>(name, shape, [.. images.SelectMany(i => i.Pixels.ToArray())]);
            }
            if (labels is not null) archive.Add<int>("labels", [labels.Length], labels);
        });
    }
}
