using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ansatz.Tests.Outside;

/// <summary>Runs another program to its end.</summary>
internal static class OtherProgram
{
    /// <summary>The configuration that the tests were built in.</summary>
    public const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    /// <summary>The exit code of a program, and what it wrote to both of its streams.</summary>
    public static (int Code, string Text) Run(string program, params string[] arguments) => RunIn(Environment.CurrentDirectory, program, arguments);

    /// <summary>The same, started in some folder.</summary>
    public static (int Code, string Text) RunIn(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    /// <summary>What a program wrote; the test fails if its exit code is not 0.</summary>
    public static string Output(string folder, string program, params string[] arguments)
    {
        var (code, text) = RunIn(folder, program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}\n{text}");
        return text;
    }

    /// <summary>A path in the repository.</summary>
    public static string InRepository(params string[] names) => Path.Combine([Root(), .. names]);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
