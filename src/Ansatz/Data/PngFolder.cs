using Ansatz.Formats;

namespace Ansatz.Data;

/// <summary>
/// The PNG images of a folder, in ordinal order of their names. If it has subfolders with images, each is a class, numbered in ordinal order of names.
/// Gray images have one channel; where any is coloured, all have three.
/// </summary>
public static class PngFolder
{
    private const string Pattern = "*.png";

    /// <param name="folder">It holds images of one size, or subfolders that do.</param>
    /// <exception cref="InvalidDataException">There is none, one is damaged, or their sizes differ; the message names the file, what was found and what was expected.</exception>
    public static Dataset Read(string folder)
    {
        var (files, labels) = List(folder);
        if (files.Length == 0) throw new InvalidDataException($"{folder}: found no .png file in it or in its subfolders{Other(folder)}; expected PNG images of one size.");
        var images = new Image[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            images[i] = Png.Read(files[i]);
            if (images[i].Width != images[0].Width || images[i].Height != images[0].Height)
                throw new InvalidDataException($"{files[i]}: {images[i].Width} × {images[i].Height} pixels; expected {images[0].Width} × {images[0].Height}, the size of {files[0]}.");
        }
        var channels = images.All(i => i.Channels == 1) ? 1 : 3;
        var pixels = new byte[images.Length * images[0].Height * images[0].Width * channels];
        var at = 0;
        foreach (var image in images)
        {
            var part = channels == 1 ? image : image.ToRgb();
            part.Pixels.CopyTo(pixels.AsSpan(at));
            at += part.Pixels.Length;
        }
        return Dataset.FromBytes(pixels, [images[0].Height, images[0].Width, channels], labels);
    }

    private static string Other(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() is { } other ? $", but {Path.GetRelativePath(folder, other)}" : "";

    /// <summary>The files, and the class of each where subfolders are classes.</summary>
    private static (string[] Files, int[]? Labels) List(string folder)
    {
        string[][] classes = [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(Images).Where(f => f.Length > 0)];
        var loose = Images(folder);
        if (classes.Length == 0) return (loose, null);
        if (loose.Length > 0) throw new InvalidDataException($"{folder}: holds images such as {Path.GetFileName(loose[0])} beside subfolders of images; expected one or the other.");
        return ([.. classes.SelectMany(f => f)], [.. classes.SelectMany((f, c) => Enumerable.Repeat(c, f.Length))]);
    }

    private static string[] Images(string folder) => [.. Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal)];
}
