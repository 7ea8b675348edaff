using System.Diagnostics;

namespace Ansatz.Tests.Golden;

/// <summary>Computes checksums in a process of its own, where the processor's and the C library's abilities can be switched off.</summary>
internal static class ChildProcess
{
    /// <summary>The hash of each named checksum, computed on this many threads under these environment variables.</summary>
    /// <param name="names">Names in <see cref="Checksums"/>.</param>
    /// <param name="threads">The value of <see cref="Ansatz.Tensors.ForkJoin.ThreadCount"/>.</param>
    /// <param name="environment">Variables as "NAME=value".</param>
    public static IReadOnlyDictionary<string, string> Run(IEnumerable<string> names, int threads = 1, params IEnumerable<string> environment)
    {
        using var child = Start(["--checksums", $"{threads}", .. names], environment);
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException($"The child process ended with {child.ExitCode}: {errors.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => words[1], StringComparer.Ordinal);
    }

    /// <summary>This test program once more, with these arguments and environment variables ("NAME=value"); see <see cref="Program"/>.</summary>
    public static Process Start(IEnumerable<string> arguments, params IEnumerable<string> environment)
    {
        var program = typeof(ChildProcess).Assembly.Location;
        var host = Environment.ProcessPath!;
        // The runner starts the tests either as "dotnet Ansatz.Tests.dll" or by their own executable.
        var isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(host, [.. isDotnet ? [program] : Array.Empty<string>(), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in environment)
        {
            var split = variable.IndexOf('=', StringComparison.Ordinal);
            start.Environment[variable[..split]] = variable[(split + 1)..];
        }
        return Process.Start(start)!;
    }
}
