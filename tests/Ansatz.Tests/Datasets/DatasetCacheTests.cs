using System.IO.Compression;
using System.Security.Cryptography;
using Ansatz.Datasets;
using Ansatz.Formats;
using Ansatz.Tests.Cli;

namespace Ansatz.Tests.Datasets;

public sealed class DatasetCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> notes = [];

    private DatasetCache Cache => new(folder["cache"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheFirstSourceThatAnswersIsKept()
    {
        var asked = new List<string>();
        var dataset = Tiny(new Source("deaf", asked, _ => throw new IOException("deaf does not answer.")), new Source("wrong", asked, Write(labels: [9, 9])), new Source("right", asked, Write()), new Source("last", asked, Write()));
        Assert.False(Cache.Holds(dataset));
        Assert.Equal("right", Cache.Ensure(dataset, notes.Add, CancellationToken.None));
        Assert.Equal(["deaf", "wrong", "right"], asked);
        Assert.Contains(notes, n => n.Contains("wrong: train-labels-idx1-ubyte has the MD5", StringComparison.Ordinal));
        Assert.True(Cache.Holds(dataset));
        Assert.Null(Cache.Ensure(dataset, notes.Add, CancellationToken.None));
        Assert.Equal(3, asked.Count);
        var (training, test) = Cache.Load(dataset, notes.Add, CancellationToken.None);
        Assert.Equal((2, 1, 1), (training.Count, test.Count, training.Label(0)));
        Assert.Equal([folder["cache/tiny"]], Directory.EnumerateFileSystemEntries(folder["cache"]));
    }

    [Fact]
    public void ADamagedFileIsFetchedAgain()
    {
        var asked = new List<string>();
        var dataset = Tiny(new Source("right", asked, Write()));
        Cache.Ensure(dataset, notes.Add, CancellationToken.None);
        File.AppendAllText(folder["cache/tiny/train-images-idx3-ubyte"], "x");
        Assert.Equal("right", Cache.Ensure(dataset, notes.Add, CancellationToken.None));
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public void WhereNothingAnswersItSaysWhatToDo()
    {
        var dataset = Tiny(new Source("deaf", [], _ => throw new IOException("deaf does not answer")));
        var error = Assert.Throws<IOException>(() => Cache.Ensure(dataset, notes.Add, CancellationToken.None));
        Assert.Equal($"tiny: could not be fetched: deaf does not answer. By hand: put the files into {folder["cache/tiny"]}", error.Message);
        Directory.CreateDirectory(folder["cache/tiny"]);
        Write()(folder["cache/tiny"]);
        Assert.True(File.Exists(folder["cache/tiny/t10k-labels-idx1-ubyte.gz"]));
        Assert.Null(Cache.Ensure(dataset, notes.Add, CancellationToken.None));
    }

    [Fact]
    public void CifarIsReadFromEitherOfItsForms()
    {
        Directory.CreateDirectory(folder["bin"]);
        Directory.CreateDirectory(folder["png"]);
        Directory.CreateDirectory(folder["a"]);
        Directory.CreateDirectory(folder["b"]);
        foreach (var name in new[] { "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch" })
        {
            var image = new Image(1024, 2, 3);
            for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)(i * 7 + i / 256 + name[^1]);
            Png.Write(folder[$"png/{name}.png"], image);
            File.WriteAllBytes(folder[$"bin/{name}.bin"], [.. Record(image.Row(0), 3), .. Record(image.Row(1), 8)]);
        }
        File.WriteAllText(folder["png/train_lables.json"], "[3,8,3,8,3,8,3,8,3,8]");
        File.WriteAllText(folder["png/test_lables.json"], "[3,8]");
        PublishedCifar.Unpack(folder["bin"], folder["a"]);
        PublishedCifar.Unpack(folder["png"], folder["b"]);
        foreach (var name in new[] { "train-images-idx4-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx4-ubyte", "t10k-labels-idx1-ubyte" })
            Assert.Equal(File.ReadAllBytes(folder[$"a/{name}"]), File.ReadAllBytes(folder[$"b/{name}"]));
        Assert.Equal([10, 32, 32, 3], Idx.ReadImages(folder["a/train-images-idx4-ubyte"]).Shape);
    }

    [Fact]
    public void AProgramThatIsMissingOrFailsIsNamed()
    {
        Assert.Equal("no-such-program-here is not installed", Assert.Throws<IOException>(() => ExternalProgram.Run("no-such-program-here", [], ".", CancellationToken.None)).Message);
        var failure = Assert.Throws<IOException>(() => ExternalProgram.Run("dotnet", ["no-such-command-here"], ".", CancellationToken.None));
        Assert.StartsWith("dotnet ended with ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownNameIsRefusedWithTheKnownOnes() =>
        CommandRun.Of("data", "get", "mnis").FailsWith(2, "'mnis'", "mnist, fashion-mnist, cifar10", "did you mean 'mnist'");

    [Fact]
    public void TheListTellsWhatIsAtHand()
    {
        var run = CommandRun.Of("data", "list", "--cache", folder["cache"]);
        Assert.Equal(0, run.Code);
        Assert.Equal(3, run.Out.Split('\n').Count(l => l.EndsWith("not here yet", StringComparison.Ordinal)));
    }

    private static byte[] Record(ReadOnlySpan<byte> row, byte label)
    {
        var record = new byte[1 + row.Length];
        record[0] = label;
        for (var i = 0; i < row.Length; i++) record[1 + i % 3 * 1024 + i / 3] = row[i];
        return record;
    }

    /// <summary>Writes the published form: plain training files in a subfolder, compressed test labels.</summary>
    private static Action<string> Write(byte[]? labels = null) => to =>
    {
        var sub = Directory.CreateDirectory(System.IO.Path.Combine(to, "data")).FullName;
        Idx.Write(System.IO.Path.Combine(sub, "train-images-idx3-ubyte"), [2, 1, 2], new byte[] { 1, 2, 3, 4 });
        Idx.Write(System.IO.Path.Combine(sub, "train-labels-idx1-ubyte"), [2], labels ?? [1, 0]);
        Idx.Write(System.IO.Path.Combine(sub, "t10k-images-idx3-ubyte"), [1, 1, 2], new byte[] { 5, 6 });
        using var gzip = new GZipStream(File.Create(System.IO.Path.Combine(to, "t10k-labels-idx1-ubyte.gz")), CompressionLevel.Fastest);
        gzip.Write([0, 0, 8, 1, 0, 0, 0, 1, 1]);
    };

    private KnownDataset Tiny(params IDatasetSource[] sources)
    {
        Directory.CreateDirectory(folder["reference"]);
        Directory.CreateDirectory(folder["plain"]);
        Write()(folder["reference"]);
        PublishedIdx.Unpack(folder["reference"], folder["plain"]);
        KnownFile[] files = [.. Directory.GetFiles(folder["plain"]).Select(f => new KnownFile(System.IO.Path.GetFileName(f), Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(f)))))];
        return new KnownDataset("tiny", "a tiny one", files, ["0", "1"], sources, PublishedIdx.Unpack, "put the files");
    }

    private sealed class Source(string name, List<string> asked, Action<string> write) : IDatasetSource
    {
        public string Name => name;

        public void Fetch(string folder, CancellationToken cancellation)
        {
            asked.Add(name);
            write(folder);
        }
    }
}
