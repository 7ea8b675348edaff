using System.Text.Json;
using Ansatz.Cli.Shell;
using Ansatz.Formats;

namespace Ansatz.Tests.Cli;

public sealed class DataContoursTests
{
    [Fact]
    public void ASmallerSetIsTheBeginningOfALargerOneOnAnyThreads()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of("data", "contours", "--count", "20", "--seed", "7", "--threads", "3", "--out", folder["large.npz"]).Code);
        Assert.Equal(0, CommandRun.Of("data", "contours", "--count", "7", "--seed", "7", "--threads", "1", "--out", folder["small.npz"]).Code);
        var (large, small) = (Npz.Read(folder["large.npz"]), Npz.Read(folder["small.npz"]));
        Assert.Equal(20, large["images"].Require(20, 36, 36, 3).Shape[0]);
        Assert.Equal(large["images"].As<byte>()[..(7 * 36 * 36 * 3)], small["images"].Require(7, 36, 36, 3).As<byte>());
        Assert.Equal(large["parameters"].As<float>()[..14], small["parameters"].Require(7, 2).As<float>());
    }

    [Theory]
    [InlineData("a,theta\n3,0.5\n2.25,6\n")]
    [InlineData("3,0.5\n2.25,6")]
    [InlineData("\uFEFF\"theta\" , \"A\"\r\n0.5, 3\r\n\r\n6.0,2.25e0\r\n")]
    public void ParametersComeFromATable(string table)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["p.csv"], table);
        Assert.Equal(0, CommandRun.Of("data", "contours", "--parameters", folder["p.csv"], "--out", folder["x.npz"]).Code);
        Assert.Equal([3f, 0.5f, 2.25f, 6f], Npz.Read(folder["x.npz"])["parameters"].Require(2, 2).As<float>());
    }

    [Theory]
    [InlineData("", "no rows", "a,theta")]
    [InlineData("a,theta\n", "no rows")]
    [InlineData("3,1\n3\n", "line 2", "1 value", "'3'", "expected 2")]
    [InlineData("a,theta\n3,1\n3,1,2\n", "line 3", "3 values", "expected 2")]
    [InlineData("3,1\nthree,1\n", "line 2", "'three' for a", "finite number")]
    [InlineData("3,1\n3,\n", "line 2", "'' for theta")]
    [InlineData("3,1e99\n", "line 1", "'1e99' for theta", "finite")]
    [InlineData("theta,a\nx,1\n", "line 2", "'x' for theta")]
    [InlineData("3,NaN\n", "line 1", "'NaN' for theta")]
    [InlineData("x,y\n3,1\n", "line 1", "'x,y'", "expected a,theta")]
    [InlineData("3;1\n", "line 1", "'3;1'", "expected 2")]
    [InlineData("\u0001\u0002\u0003", "line 1", "expected")]
    public void AMalformedTableIsToldByFileLineFoundAndExpected(string table, params string[] words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["p.csv"], table);
        CommandRun.Of("data", "contours", "--parameters", folder["p.csv"], "--out", folder["x.npz"]).FailsWith(ExitCode.Failed, [folder["p.csv"], .. words]);
        Assert.False(File.Exists(folder["x.npz"]));
    }

    [Fact]
    public void AFileIsReplacedOnlyByForce()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.npz"], "precious");
        string[] command = ["data", "contours", "--count", "1", "--out", folder["x.npz"]];
        CommandRun.Of(command).FailsWith(ExitCode.Failed, folder["x.npz"], "--force");
        Assert.Equal("precious", File.ReadAllText(folder["x.npz"]));
        Assert.Equal(0, CommandRun.Of([.. command, "--force"]).Code);
        Assert.Equal(1, Npz.Read(folder["x.npz"])["images"].Shape[0]);
    }

    [Fact]
    public void APlaceThatCannotBeWrittenIsTold()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        CommandRun.Of("data", "contours", "--count", "1", "--out", folder["file/x.npz"]).FailsWith(ExitCode.Failed, "cannot be written");
        CommandRun.Of("data", "contours", "--count", "1", "--out", Path.GetDirectoryName(folder["file"])!).FailsWith(ExitCode.Failed, "is a folder");
        CommandRun.Of("data", "contours", "--parameters", folder["none.csv"], "--out", folder["x.npz"]).FailsWith(ExitCode.Failed, "none.csv", "no such file");
    }

    [Fact]
    public void JsonIsOneDocumentAndQuietIsQuiet()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("data", "contours", "--count", "3", "--out", folder["x.npz"], "--json", "--quiet");
        Assert.Empty(run.Error);
        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal(3, document.RootElement.GetProperty("images").GetInt32());
        Assert.True(document.RootElement.GetProperty("imagesPerSecond").GetDouble() > 0);
    }

    [Fact]
    public void ProgressGoesToStandardError()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("data", "contours", "--count", "3", "--out", folder["x.npz"]);
        Assert.Contains("drawing: 3 images", run.Error, StringComparison.Ordinal);
        Assert.StartsWith(folder["x.npz"], run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void InterruptedItLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of(new CancellationToken(canceled: true), "data", "contours", "--count", "3", "--out", folder["x.npz"], "--quiet").FailsWith(ExitCode.Interrupted, "interrupted");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder["x.npz"])!));
    }
}
