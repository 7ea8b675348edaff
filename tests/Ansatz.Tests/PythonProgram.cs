using System.Diagnostics;

namespace Ansatz.Tests;

/// <summary>Programs of the system's own Python, whose packages read what is exported here.</summary>
internal static class PythonProgram
{
    private const string Path = "/usr/bin/python3";

    /// <summary>Skips a test on a machine without one of the packages.</summary>
    public static void Require(params string[] packages)
    {
        foreach (var package in packages) Assert.SkipUnless(File.Exists(Path) && Start($"import {package}").Code == 0, $"The Python package {package} is missing.");
    }

    /// <summary>What it writes; it must end well.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var (code, output) = Start(program, arguments);
        Assert.True(code == 0, output);
        return output.Trim();
    }

    private static (int Code, string Output) Start(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path, ["-c", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
