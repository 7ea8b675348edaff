using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ansatz.Benchmarks.Comparison;
using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Checkouts;

/// <summary>A checkout of the repository whose benchmarks are built. Every measurement is a process of its own.</summary>
internal sealed class Checkout
{
    private const int HelpRuns = 5;

    private readonly string program, command;

    /// <param name="folder">The root of the checkout.</param>
    /// <exception cref="ArgumentException">Its benchmarks are not built.</exception>
    public Checkout(string folder)
    {
        var output = Path.Combine(folder, "benchmarks", "Ansatz.Benchmarks", "bin", "Release", "net10.0");
        (program, command) = (Path.Combine(output, "Ansatz.Benchmarks.dll"), Path.Combine(output, "Ansatz.Cli.dll"));
        if (!File.Exists(program)) throw new ArgumentException($"found no {program}; build the benchmarks of that checkout in Release first");
    }

    /// <summary>The names of the steps that its benchmarks have.</summary>
    public IReadOnlyCollection<string> StepNames => LoadedStep.NamesIn(program);

    /// <summary>The times of one step, or the peak memory of a training, for each number of threads.</summary>
    public IEnumerable<(int Threads, double Value)> Measure(string step, IReadOnlyList<int> threads, double seconds)
    {
        switch (step)
        {
            case WholeRuns.StartUp:
                return [(1, StepClock.Median(Enumerable.Range(0, HelpRuns).Select(_ => SecondsOf(command, "--help"))))];
            case WholeRuns.Memory:
                return [(Environment.ProcessorCount, Number(Output([program, "memory", "paper"])))];
            case WholeRuns.Study:
                var folder = Path.Combine(Path.GetTempPath(), $"ansatz-study-{Environment.ProcessId}");
                try
                {
                    return [(Environment.ProcessorCount, SecondsOf(command, "study", "contours", "--quiet", "--out", folder))];
                }
                finally
                {
                    if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
                }
            default:
                // The other program's own runtime settings, but the code of this program to measure with.
                var answer = Output([
                    "exec", "--runtimeconfig", Path.ChangeExtension(program, ".runtimeconfig.json"), typeof(Checkout).Assembly.Location, "measure", program, step,
                    string.Join(',', threads), seconds.ToString(CultureInfo.InvariantCulture)]);
                return threads.Zip(JsonSerializer.Deserialize<double[]>(answer)!);
        }
    }

    /// <summary>What such a process does: it measures one step and writes the medians as JSON.</summary>
    public static void MeasureHere(string program, string step, string threads, string seconds)
    {
        var loaded = new LoadedStep(program, step);
        double[] medians = [.. threads.Split(',').Select(t => loaded.Median(int.Parse(t, CultureInfo.InvariantCulture), Number(seconds)))];
        Console.WriteLine(JsonSerializer.Serialize(medians));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double SecondsOf(params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        Output(arguments);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Output(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed with exit code {process.ExitCode}");
    }
}
