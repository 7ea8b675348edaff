using System.Diagnostics;
using System.Globalization;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>A Python process that measures a peer's steps on request and waits between requests.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;

    /// <param name="python">The interpreter that has the peers.</param>
    /// <param name="script">peers/serve.py.</param>
    /// <param name="isPassive">Whether threads without work sleep at once instead of spinning.</param>
    public Peer(string python, string script, bool isPassive)
    {
        var start = new ProcessStartInfo(python, [script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (isPassive) start.Environment["OMP_WAIT_POLICY"] = "passive";
        process = Process.Start(start)!;
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
            ? throw new InvalidOperationException($"the peer failed on '{request}': {answer ?? "it ended"}; see benchmarks/peers/README.md for what it needs")
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
/// <param name="Threads">The number of threads of OpenMP and BLAS.</param>
/// <param name="IsPassive">Whether threads without work sleep at once.</param>
/// <param name="HasChannelsLast">The memory format of images.</param>
internal sealed record PeerSetting(int Threads, bool IsPassive, bool HasChannelsLast)
{
    public override string ToString() =>
        (Threads == 1 ? "1 thread" : $"{Threads} threads") + (IsPassive ? " passive" : "") + (HasChannelsLast ? ", channels last" : "");

    /// <summary>All settings of one row: as many threads as ours at most.</summary>
    public static IEnumerable<PeerSetting> All(int threads, bool hasImages)
    {
        foreach (var isLast in hasImages ? new[] { true, false } : [false])
        {
            if (threads > 1) yield return new PeerSetting(threads, false, isLast);
            if (threads > 1) yield return new PeerSetting(threads, true, isLast);
            yield return new PeerSetting(1, false, isLast);
        }
    }
}
