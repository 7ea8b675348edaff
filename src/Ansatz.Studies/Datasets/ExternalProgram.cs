using System.ComponentModel;

namespace Ansatz.Studies.Datasets;

/// <summary>Runs another program and waits for it.</summary>
internal static class ExternalProgram
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(10);

    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="IOException">It is not installed, fails, or takes too long; the message says which, with the last line of its errors.</exception>
    public static string Run(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        using var registration = cancellation.Register(() => Kill(process));
        if (!process.WaitForExit(patience))
        {
            Kill(process);
            throw new IOException($"{program} took more than {patience.TotalMinutes:0} minutes");
        }
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0) return output.GetAwaiter().GetResult();
        var last = errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        throw new IOException($"{program} ended with {process.ExitCode}{(last is null ? "" : $" ({last.TrimEnd('.')})")}");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{start.FileName} is not installed", e);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
    }
}
