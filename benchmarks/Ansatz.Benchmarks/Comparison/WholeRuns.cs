using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>What is measured as a separate process: the contour study from command to report, the memory of training, the start of the command.</summary>
internal static class WholeRuns
{
    public const string Study = "study";
    public const string Memory = "paper-memory";
    public const string StartUp = "start-up";

    private const int StartUpRuns = 15;

    private static readonly string command = Path.Combine(AppContext.BaseDirectory, "Ansatz.Cli.dll");

    public static IReadOnlyList<string> Names { get; } = [Study, Memory, StartUp];

    /// <summary>Seconds of the study with 20,000 images, from drawing them to the report. No peer does all of it.</summary>
    public static Row MeasureStudy(int threads)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"ansatz-study-{Environment.ProcessId}");
        try
        {
            var start = Stopwatch.GetTimestamp();
            using var metrics = JsonDocument.Parse(Output("dotnet", command, "study", "contours", "--quiet", "--json", "--out", folder));
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var stages = string.Join(", ", metrics.RootElement.GetProperty("seconds").EnumerateObject().Select(s => $"{s.Name} {s.Value.GetDouble():F1}"));
            return new Row(Study, threads, seconds, null, "s", null) { PeerName = stages };
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The peak memory of a process that trains the published network for a few steps.</summary>
    public static Row MeasureMemory(int threads, Options options)
    {
        var ours = double.Parse(Output("dotnet", typeof(WholeRuns).Assembly.Location, "memory", "paper"), CultureInfo.InvariantCulture) / (1 << 20);
        double? theirs = null;
        if (Peer.Missing(PeerProgram.Python, options) is null)
        {
            using var peer = new Peer(PeerProgram.Python, options, isPassive: true);
            theirs = double.Parse(peer.Ask("memory paper"), CultureInfo.InvariantCulture) / (1 << 20);
        }
        return new Row(Memory, threads, ours, theirs, "MiB", ours / theirs) { PeerName = "PyTorch, peak of the process" };
    }

    /// <summary>What the other side of <see cref="MeasureMemory"/> does: as many steps as the peer, then the process's peak in bytes.</summary>
    public static long PeakOfTraining(string name)
    {
        var step = StepTable.Make(name);
        for (var i = 0; i < 4; i++) step.Run();
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>Milliseconds of a whole process that prints the command's help.</summary>
    public static Row MeasureStartUp()
    {
        var times = new List<double>();
        for (var i = 0; i < StartUpRuns; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Output("dotnet", command, "--help");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return new Row(StartUp, 1, StepClock.Median(times), null, "ms", null) { PeerName = "the command's --help" };
    }

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed with exit code {process.ExitCode}");
    }
}
