using System.Buffers.Binary;
using System.IO.Compression;
using Ansatz.Cli.Shell;
using Ansatz.Formats;

namespace Ansatz.Tests.Cli;

/// <summary>Data that cannot be read, through the command: one line that names the file, what was found, what was expected and what to do; and no run is begun.</summary>
public sealed class DamagedDataTests : IDisposable
{
    private const string Images = "train-images-idx3-ubyte", Labels = "train-labels-idx1-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    private readonly TemporaryFolder folder = new();

    public DamagedDataTests()
    {
        Directory.CreateDirectory(folder["idx"]);
        Idx.Write(Idx3(Images), [8, 4, 4], new byte[128]);
        Idx.Write(Idx3(Labels), [8], new byte[] { 0, 1, 2, 0, 1, 2, 0, 1 });
        Idx.Write(Idx3("t10k-images-idx3-ubyte"), [4, 4, 4], new byte[64]);
        Idx.Write(Idx3(TestLabels), [4], new byte[] { 0, 1, 2, 0 });
        Npz.Write(folder["x.npz"], archive => archive.Add<byte>("images", [8, 4, 4], new byte[128]));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WholeFilesTrain()
    {
        foreach (var data in new[] { "idx", "x.npz" })
        {
            var run = Train(data);
            Assert.Equal((0, ""), (run.Code, run.Error));
        }
    }

    public static TheoryData<string, Func<byte[], byte[]>, string[]> IdxDamage => new()
    {
        { Images, bytes => bytes[..^5], ["139 bytes for images of shape [8, 4, 4]", "get the file again"] },
        { Images, bytes => [.. bytes, 1], ["145 bytes for images of shape [8, 4, 4]", "get the file again"] },
        { Images, bytes => [1, .. bytes[1..]], ["begins with 01000803; expected 00000803", "give an IDX file"] },
        { Images, bytes => [0, 0, 8, 1, 0, 0, 0, 0], ["this is the file of labels, give that of images"] },
        { Images, bytes => bytes[..9], ["ends after 9 bytes of its 16-byte header"] },
        { Images, _ => [], ["the file is empty", "get it again"] },
        { Images, bytes => Resized(bytes, int.MaxValue), ["[2147483647, 4, 4]"] },
        { Labels, bytes => bytes[..^1], ["15 bytes for labels of shape [8]"] },
        { Labels, bytes => [0, 0, 8, 1, 0, 0, 0, 7, .. bytes[9..]], ["7 labels for 8 images", "get both files again"] },
        { TestLabels, bytes => [.. bytes[..^1], 3], ["label 4 is 3; expected 0 to 2"] },
    };

    [Theory]
    [MemberData(nameof(IdxDamage))]
    public void DamagedIdxFilesAreNamed(string name, Func<byte[], byte[]> damage, string[] words)
    {
        File.WriteAllBytes(Idx3(name), damage(File.ReadAllBytes(Idx3(name))));
        Fails("idx", [name, .. words]);
    }

    [Fact]
    public void DamagedCompressedFilesAreNamed()
    {
        var plain = File.ReadAllBytes(Idx3(Images));
        File.Delete(Idx3(Images));
        foreach (var (content, words) in new (byte[], string)[] { (Compressed(plain)[..^12], "damaged or cut off"), ([0x1F, 0x8B, 7, 7, 7], "damaged or cut off"), ([], "the file is empty"), ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0], "nothing is compressed") })
        {
            File.WriteAllBytes(Idx3(Images + ".gz"), content);
            Fails("idx", Images + ".gz", words, "again");
        }
    }

    [Fact]
    public void AFolderIsNoFile()
    {
        File.Delete(Idx3(Images));
        Directory.CreateDirectory(Idx3(Images));
        Fails("idx", Images, "is a folder; expected the IDX file");
        Directory.CreateDirectory(folder["empty.npz"]);
        Fails("empty.npz", "found no .png file");
    }

    public static TheoryData<Func<byte[], byte[]>, string[]> NpzDamage => new()
    {
        { bytes => bytes[..(bytes.Length / 2)], ["not a whole .npz", "get it again"] },
        { bytes => [.. bytes, 1, 2, 3], ["goes on after the end of the archive", "get the file again"] },
        { _ => [], ["not a whole .npz (zip) file of 0 bytes"] },
        { _ => [.. "no archive at all"u8], ["not a whole .npz (zip) file of 17 bytes"] },
    };

    [Theory]
    [MemberData(nameof(NpzDamage))]
    public void DamagedArchivesAreNamed(Func<byte[], byte[]> damage, string[] words)
    {
        File.WriteAllBytes(folder["x.npz"], damage(File.ReadAllBytes(folder["x.npz"])));
        Fails("x.npz", ["x.npz", .. words]);
    }

    [Fact]
    public void ArraysThatDoNotFitAreNamed()
    {
        void Holds(string words, Action<NpzWriter> write)
        {
            Npz.Write(folder["x.npz"], write);
            Fails("x.npz", "x.npz", words);
        }
        Holds("the shape is [7]; expected [8], one for each image", a => { a.Add<byte>("images", [8, 4, 4], new byte[128]); a.Add<byte>("labels", [7], new byte[7]); });
        Holds("label 2 is 70000; expected a class number from 0 to 65535", a => { a.Add<byte>("images", [2, 4, 4], new byte[32]); a.Add<int>("labels", [2], [0, 70_000]); });
        Holds("no array 'images'; it holds 'pictures'", a => a.Add<byte>("pictures", [8, 4, 4], new byte[128]));
        Holds("the shape is [0, 4, 4]", a => a.Add<byte>("images", [0, 4, 4], []));
        ReplaceMember("images.npy", [.. "no array"u8]);
        Fails("x.npz", "x.npz", "not with the .npy magic word");
    }

    [Fact]
    public void PicturesThatDoNotFitAreNamed()
    {
        Directory.CreateDirectory(folder["png"]);
        Png.Write(folder["png/a.png"], new Image(31, 20, 3));
        Fails("png", "png: 1 image; expected 4 or more");
        Png.Write(folder["png/b.png"], new Image(20, 31, 3));
        Fails("png", "b.png: 20 × 31 pixels; expected 31 × 20, the size of", "a.png");
        File.WriteAllBytes(folder["png/b.png"], [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 0x4A, 0x46, 0x49, 0x46]);
        Fails("png", "b.png: ");
        File.WriteAllText(folder["png/b.png"], "GIF89a");
        Fails("png", "b.png: begins with 474946383961", "expected a picture, PNG or JPEG; save it as PNG");
        File.WriteAllBytes(folder["png/b.png"], File.ReadAllBytes(folder["png/a.png"])[..60]);
        Fails("png", "b.png");
        foreach (var file in Directory.GetFiles(folder["png"])) File.Move(file, Path.ChangeExtension(file, ".txt"));
        Fails("png", "found no .png file", "but a.txt", "expected PNG or JPEG images of one size");
    }

    [Fact]
    public void ConditionsNeedLabels()
    {
        CommandRun.Of("train", "vae", "--data", folder["x.npz"], "--batch", "2", "--condition", "label", "--out", folder["run"])
            .FailsWith(ExitCode.WrongUsage, "--condition label: the images have no labels");
        CommandRun.Of("train", "vae", "--data", folder["x.npz"], "--batch", "30", "--out", folder["run"])
            .FailsWith(ExitCode.WrongUsage, "6 training images are too few for batches of 30", "a smaller --batch");
    }

    private string Idx3(string name) => folder[$"idx/{name}"];

    private CommandRun Train(string data) =>
        CommandRun.Of([.. "train vae --epochs 1 --batch 2 --network dense --widths 4 --latent 1 --quiet --force --data".Split(' '), folder[data], "--out", folder["run"]]);

    private void Fails(string data, params string[] words)
    {
        Train(data).FailsWith(ExitCode.Failed, words);
        Assert.False(Directory.Exists(folder["run"]));
    }

    private void ReplaceMember(string name, byte[] content)
    {
        File.Delete(folder["x.npz"]);
        using var archive = ZipFile.Open(folder["x.npz"], ZipArchiveMode.Create);
        using var member = archive.CreateEntry(name).Open();
        member.Write(content);
    }

    private static byte[] Resized(byte[] idx, int count)
    {
        BinaryPrimitives.WriteInt32BigEndian(idx.AsSpan(4), count);
        return idx;
    }

    private static byte[] Compressed(byte[] content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(content);
        return stream.ToArray();
    }
}
