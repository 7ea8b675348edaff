using System.Diagnostics;
using System.Globalization;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>A process that measures a peer's steps on request and waits between requests.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;

    /// <param name="program">The program to start.</param>
    /// <param name="options">Where its files are.</param>
    /// <param name="isPassive">Whether threads without work sleep at once instead of spinning.</param>
    public Peer(PeerProgram program, Options options, bool isPassive)
    {
        var start = program == PeerProgram.Python ? new ProcessStartInfo(options.Python, [options.PeerScript]) : new ProcessStartInfo("dotnet", [options.TorchSharp]);
        (start.UseShellExecute, start.RedirectStandardInput, start.RedirectStandardOutput) = (false, true, true);
        if (isPassive) start.Environment["OMP_WAIT_POLICY"] = "passive";
        if (program == PeerProgram.TorchSharp)
        {
            // It brings its own BLAS and OpenMP. The library stands beside the program if the system's C++ library is too old.
            start.Environment.Remove("LD_LIBRARY_PATH");
            var preload = Path.Combine(Path.GetDirectoryName(options.TorchSharp)!, "libiostream.so");
            if (File.Exists(preload)) start.Environment["LD_PRELOAD"] = preload;
        }
        process = Process.Start(start)!;
    }

    /// <summary>Why a program cannot start, or null.</summary>
    public static string? Missing(PeerProgram program, Options options)
    {
        var file = program == PeerProgram.Python ? options.PeerScript : options.TorchSharp;
        return File.Exists(file) ? null : $"found no {file}";
    }

    /// <summary>Seconds and work of a run.</summary>
    public (double Seconds, double Work) Measure(string step, PeerSetting setting, double seconds)
    {
        var answer = Ask(FormattableString.Invariant($"{step} {setting.Threads} {(setting.HasChannelsLast ? "channels_last" : "contiguous")} {seconds}")).Split(' ');
        return (double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a line and returns the line that answers it.</summary>
    public string Ask(string request)
    {
        process.StandardInput.WriteLine(request);
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine();
        return answer is null || answer.StartsWith("error", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"the peer failed on '{request}': {answer ?? "it ended"}")
            : answer;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

/// <summary>The settings of a peer, from which its best ones are chosen.</summary>
/// <param name="Library">The peer.</param>
/// <param name="Threads">The number of threads of OpenMP and BLAS.</param>
/// <param name="IsPassive">Whether threads without work sleep at once.</param>
/// <param name="HasChannelsLast">The memory format of images.</param>
internal sealed record PeerSetting(Library Library, int Threads, bool IsPassive, bool HasChannelsLast)
{
    public override string ToString() =>
        $"{Library.Name}, " + (Threads == 1 ? "1 thread" : $"{Threads} threads") + (IsPassive ? " passive" : "") + (HasChannelsLast ? ", channels last" : "");

    /// <summary>All settings of one row: as many threads as ours at most.</summary>
    public static IEnumerable<PeerSetting> All(Library library, int threads, bool hasImages)
    {
        foreach (var isLast in hasImages ? new[] { true, false } : [false])
        {
            if (library.HasThreads && threads > 1) yield return new PeerSetting(library, threads, false, isLast);
            if (library.HasThreads && threads > 1) yield return new PeerSetting(library, threads, true, isLast);
            yield return new PeerSetting(library, 1, false, isLast);
        }
    }
}
