using System.Text.RegularExpressions;
using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// The IDX files of a data set in one folder, each plain or ending in .gz: <c>train-images-idx3-ubyte</c> and, where they exist, <c>train-labels-idx1-ubyte</c>
/// and the same with <c>t10k</c> or <c>test</c>. Also <c>train-images.idx3-ubyte</c>, and names with the set's before them:
/// <c>emnist-letters-train-images-idx3-ubyte</c>. idx4 is for coloured images. Elements are bytes, integers or floats, see <see cref="Idx"/>.
/// </summary>
/// <remarks>The files of EMNIST have transposed images; they are read as they are.</remarks>
public static partial class IdxFolder
{
    private const int GrayRank = 3, ColorRank = 4, LabelsRank = 1;

    /// <summary>Whether the folder holds images under such a name, or would if that were a file.</summary>
    public static bool IsOne(string folder) => Entries(folder).Any(e => e.AreImages);

    /// <param name="folder">Where the files are.</param>
    /// <param name="classCount">How many classes the labels may name; left out, the test set's may name those of the training set.</param>
    /// <param name="reading">How to read images; null is the default.</param>
    /// <returns>The test set is null where there are no images of it. A set without a file of labels has none.</returns>
    /// <exception cref="InvalidDataException">A file is missing, damaged or does not fit the others; the message names it, what was found and what was expected.</exception>
    public static (Dataset Training, Dataset? Test) Read(string folder, int? classCount = null, ImageReading? reading = null)
    {
        reading ??= new ImageReading();
        Entry[] entries = [.. Entries(folder)];
        if (entries.FirstOrDefault(e => e.Set != entries[0].Set) is { } other)
            throw new InvalidDataException($"{folder}: holds {entries[0].File} and {other.File}; expected the files of one data set; move the other's into a folder of their own.");
        var training = Read(folder, entries, isTest: false, classCount, reading)
            ?? throw new InvalidDataException($"{folder}: no train-images-idx3-ubyte in it, plain or .gz{(entries.Length == 0 ? "" : $", but {entries[0].File}")}; expected the IDX files of a data set.");
        var test = Read(folder, entries, isTest: true, classCount ?? (training.HasLabels ? training.ClassCount : null), reading);
        if (test is not null && test.ExampleShape != training.ExampleShape)
            throw new InvalidDataException($"{folder}: the test images have the shape {test.ExampleShape}; expected {training.ExampleShape}, that of the training images.");
        return (training, test);
    }

    private static Dataset? Read(string folder, Entry[] entries, bool isTest, int? classCount, ImageReading reading)
    {
        var part = entries.Where(e => e.IsTest == isTest).ToArray();
        if (part.FirstOrDefault(e => e.AreImages)?.Path(folder) is not { } imagesPath) return null;
        if (new FileInfo(imagesPath).Length > reading.MostBytesInMemory && Idx.IsPlain(imagesPath) && ArrayFile.Open(imagesPath) is { ExampleShape.Rank: GrayRank - 1 or ColorRank - 1 } file)
        {
            var large = Layout(imagesPath, [file.Count, .. file.ExampleShape]);
            return FileImages.Of(file, large, Labels(folder, part, large.Count, classCount), imagesPath, reading.Note);
        }
        var images = Idx.Read(imagesPath, "images", GrayRank, ColorRank);
        var layout = Layout(imagesPath, images.Shape.Dimensions);
        return ArrayImages.Of(images, layout, Labels(folder, part, layout.Count, classCount), imagesPath);
    }

    private static ImageLayout Layout(string path, ReadOnlySpan<int> shape) => shape.Contains(0)
        ? throw new InvalidDataException($"{path}: it holds no images; expected one or more.")
        : new ImageLayout(shape[0], shape.Length == GrayRank ? new Shape([.. shape[1..], 1]) : new Shape(shape[1..]));

    private static int[]? Labels(string folder, Entry[] part, int count, int? classCount)
    {
        if (part.FirstOrDefault(e => !e.AreImages)?.Path(folder) is not { } labelsPath) return null;
        var labels = ArrayImages.Labels(Idx.Read(labelsPath, "labels", LabelsRank), count, labelsPath);
        var wrong = Array.FindIndex(labels, c => c >= classCount);
        return wrong < 0 ? labels : throw new InvalidDataException($"{labelsPath}: label {wrong + 1} is {labels[wrong]}; expected 0 to {classCount - 1}.");
    }

    /// <summary>What has such a name, plain before compressed.</summary>
    private static IEnumerable<Entry> Entries(string folder) =>
        from path in Directory.EnumerateFileSystemEntries(folder).OrderBy(p => p.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)).ThenBy(p => p, StringComparer.Ordinal)
        let file = System.IO.Path.GetFileName(path)
        let match = Name().Match(file)
        where match.Success
        select new Entry(file, match.Groups["set"].Value.ToLowerInvariant(), !match.Groups["part"].Value.Equals("train", StringComparison.OrdinalIgnoreCase), match.Groups["what"].Value.Equals("images", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^(?<set>|[^.].*-)(?<part>train|t10k|test)-(?<what>images|labels)[-.]idx[0-9]?(-[a-z0-9]+)?(\.gz)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    private sealed record Entry(string File, string Set, bool IsTest, bool AreImages)
    {
        public string Path(string folder)
        {
            var path = System.IO.Path.Combine(folder, File);
            return Directory.Exists(path) ? throw new InvalidDataException($"{path}: is a folder; expected the IDX file of this name, which may lie in it: move it up.") : path;
        }
    }
}
