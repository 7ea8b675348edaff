using System.Runtime.InteropServices;
using Ansatz.Native;
using Ansatz.Tests.Outside;

namespace Ansatz.Tests.Native;

/// <summary>A program that is compiled ahead of time, and so trimmed, finds the same parameters and gets the same bits.</summary>
public sealed class NativeCompilationTests
{
    [Fact]
    public void AProgramCompiledAheadOfTimeTrainsSavesAndLoadsToTheSameBits()
    {
        Assert.SkipUnless(MissingTool() is null, $"Native compilation needs {MissingTool()}.");
        using var folder = new TemporaryFolder();
        var output = folder["published"];
        // The library is built already; its own build must not run while the tests use it.
        var publishing = OtherProgram.Run("dotnet", "publish", OtherProgram.InRepository("tests", "Ansatz.Native", "Ansatz.Native.csproj"), "-c", OtherProgram.Configuration, "-r", RuntimeInformation.RuntimeIdentifier, "-o", output,
            "-p:BuildProjectReferences=false", "--nologo", "-v", "quiet", "--disable-build-servers");
        Assert.True(publishing.Code == 0, publishing.Text);
        Assert.DoesNotContain("warning", publishing.Text, StringComparison.OrdinalIgnoreCase);

        var native = OtherProgram.Run(Path.Combine(output, "Ansatz.Native"), folder["."]);
        Assert.True(native.Code == 0, native.Text);
        Assert.Equal(NativeProgram.Run(folder["."]), native.Text.Trim());
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
