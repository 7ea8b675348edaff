using System.Runtime.InteropServices;
using Ansatz.Native;
using Ansatz.Tests.Outside;

namespace Ansatz.Tests.Native;

/// <summary>A program that is compiled ahead of time, and so trimmed, finds the same parameters and gets the same bits.</summary>
public sealed class NativeCompilationTests
{
    private const long MostBytes = 6_000_000;

    [Fact]
    public void AProgramCompiledAheadOfTimeTrainsSavesAndLoadsToTheSameBits()
    {
        Assert.SkipUnless(MissingTool() is null, $"Native compilation needs {MissingTool()}.");
        using var folder = new TemporaryFolder();
        Assert.InRange(new FileInfo(PublishAndRun(folder)).Length, 1, MostBytes);
    }

    [Fact]
    public void ATrimmedProgramTrainsSavesAndLoadsToTheSameBits()
    {
        using var folder = new TemporaryFolder();
        PublishAndRun(folder, "-p:PublishAot=false", "-p:PublishTrimmed=true", "--self-contained");
    }

    // The path of the program.
    private static string PublishAndRun(TemporaryFolder folder, params string[] options)
    {
        var output = folder["published"];
        // The library is built already; its own build must not run while the tests use it.
        var publishing = OtherProgram.Output(folder.Path, "dotnet",
            ["publish", OtherProgram.InRepository("tests", "Ansatz.Native", "Ansatz.Native.csproj"), "-c", OtherProgram.Configuration, "-r", RuntimeInformation.RuntimeIdentifier, "-o", output,
            "-p:BuildProjectReferences=false", .. options, "--nologo", "-v", "quiet", "--disable-build-servers"]);
        Assert.DoesNotContain("warning", publishing, StringComparison.OrdinalIgnoreCase);

        var program = Path.Combine(output, "Ansatz.Native");
        Assert.Equal(NativeProgram.Run(folder.Path), OtherProgram.Output(folder.Path, program, folder.Path).Trim());
        return program;
    }

    [Fact]
    public void TheProgramsModelHasItsParametersInTheOrderOfFields()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith(
            " scale,networks.0.layers.0.weight,networks.0.layers.0.bias,networks.0.layers.1.weight,networks.0.layers.1.bias,"
            + "networks.1.layers.0.weight,networks.1.layers.0.bias,networks.1.layers.1.weight,networks.1.layers.1.bias,last.0",
            NativeProgram.Run(folder["."]), StringComparison.Ordinal);
    }

    /// <summary>What the platform's linker needs and this machine lacks; null where nothing is missing.</summary>
    private static string? MissingTool()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!Array.Exists(folders, f => File.Exists(Path.Combine(f, "clang")) || File.Exists(Path.Combine(f, "gcc")))) return "clang or gcc (Debian: apt-get install clang)";
        return Directory.EnumerateFiles("/usr", "zlib.h", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true }).Any()
            ? null : "zlib's headers (Debian: apt-get install zlib1g-dev)";
    }
}
