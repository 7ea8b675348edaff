using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ansatz.Tests.Programs;

/// <summary>The programs of README.md, docs/ and samples/, each in a process of its own; see the project Ansatz.Programs, which compiles them.</summary>
internal static class SampleProgram
{
    public static string[] Names { get; } = [.. Directory.EnumerateFiles(Folder(), "*.cs").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static string File(string name) => Path.Combine(Folder(), $"{name}.cs");

    public static Process Start(string name, string folder, params string[] arguments) => StartProgram($"sample-{name}", folder, arguments);

    private static Process StartProgram(string name, string folder, params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ansatz.Programs.dll"), name, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Runs a sample in a folder and returns its output, without the last line's end.</summary>
    public static string Run(string name, string folder, params string[] arguments) => RunPrograms($"sample-{name}", folder, arguments);

    /// <summary>The same for a program of a page, or for all of them: <c>models-03</c>, <c>models-*</c>.</summary>
    public static string RunPrograms(string name, string folder, params string[] arguments)
    {
        using var process = StartProgram(name, folder, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{name}: {output}{errors.Result}");
        return output.TrimEnd();
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../samples");
}
