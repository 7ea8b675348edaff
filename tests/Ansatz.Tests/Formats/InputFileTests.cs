using System.Diagnostics;
using Ansatz.Formats;
using Ansatz.Pictures;

namespace Ansatz.Tests.Formats;

public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, Action<string>> Readers => new()
    {
        { "npy", path => Npy.Read(path) },
        { "npz", path => Npz.Read(path) },
        { "safetensors", path => Safetensors.Read(path) },
        { "idx", path => Idx.Read(path) },
        { "png", path => Png.Read(path) },
        { "pictures", path => new PictureReader(new Jpeg()).Read(path) },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public void OnlyRegularFilesAreRead(string name, Action<string> read)
    {
        Assert.NotEmpty(name);
        Assert.Equal($"{folder.Path}: is a folder; expected a file.", Assert.Throws<InvalidDataException>(() => read(folder.Path)).Message);
        Assert.Throws<FileNotFoundException>(() => read(folder["missing"]));
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal("/dev/zero: is a device; expected a file; copy the content into one.", Assert.Throws<InvalidDataException>(() => read("/dev/zero")).Message);
        using (var mkfifo = Process.Start("mkfifo", folder["pipe"])) mkfifo.WaitForExit();
        Assert.Contains("is a pipe; expected a file", Assert.Throws<InvalidDataException>(() => read(folder["pipe"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WritingFollowsNoLink()
    {
        File.WriteAllText(folder["precious"], "precious");
        File.CreateSymbolicLink(folder["x.tmp"], folder["precious"]);
        AtomicFile.Write(folder["x"], stream => stream.WriteByte(7));
        Assert.Equal("precious", File.ReadAllText(folder["precious"]));
        Assert.Equal([7], File.ReadAllBytes(folder["x"]));
        Assert.False(File.Exists(folder["x.tmp"]));
    }

    [Theory]
    [InlineData("plain – Größe", "plain – Größe")]
    [InlineData("\u001b[31mred\u0007", "\\u001B[31mred\\u0007")]
    [InlineData("a\r\nb\u2028c\u202Ed\u009b", "a\\u000D\\u000Ab\\u2028c\\u202Ed\\u009B")]
    public void TextOfFilesObeysNoTerminal(string text, string shown) => Assert.Equal(shown, FileText.Shown(text));

    [Fact]
    public void LongTextIsCut() => Assert.Equal(new string('x', 300) + "…", FileText.Shown(new string('x', 1_000_000)));
}
