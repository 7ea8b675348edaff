using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ansatz.Cli.Shell;

namespace Ansatz.Tests.Workers;

/// <summary>The command under mpirun. scripts/mpi-faults.sh kills more workers, and scripts/two-hosts.sh cuts a network.</summary>
public sealed class MpiTests
{
    private const string Launcher = "mpirun.mpich";
    private static readonly string command = typeof(CommandLine).Assembly.Location, digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    private static readonly string[] training = ["train", "vae", "--data", digits, "--network", "dense", "--widths", "8", "--latent", "2", "--batch", "20", "--seed", "7"];

    [Fact]
    public void ProcessesGiveTheBitsOfOneAndOneOfThemWrites()
    {
        Require();
        using var folder = new TemporaryFolder();
        string[] words = [.. training, "--shards", "4", "--epochs", "3", "--json", "--quiet"];
        var alone = Mpi(0, [.. words, "--out", folder["one"]]);
        foreach (var count in new[] { 1, 3 })
        {
            var together = Mpi(count, [.. words, "--mpi", "--out", folder[$"{count}"]]);
            Assert.Equal((0, ""), (together.Code, together.Error));
            Assert.Equal(Hash(alone.Output), Hash(together.Output)); // one JSON document, or it could not be read
            Assert.Equal(Files(folder["one"]), Files(folder[$"{count}"]));
        }
    }

    [Fact]
    public void AFailureIsOneLine()
    {
        Require();
        using var folder = new TemporaryFolder();
        var tooMany = Mpi(3, [.. training, "--shards", "2", "--mpi", "--quiet", "--out", folder["run"]]);
        Assert.NotEqual(0, tooMany.Code); // the launcher's: it kills the processes that are left
        Assert.StartsWith("ansatz: found 3 workers and 2 shards; expected a shard or more for each worker", Assert.Single(tooMany.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);

        Directory.CreateDirectory(folder["full"]);
        File.WriteAllText(folder["full/letter.txt"], "keep");
        var strangers = Mpi(2, [.. training, "--shards", "4", "--mpi", "--quiet", "--out", folder["full"]]);
        Assert.Contains("holds files that are no run, such as letter.txt", Assert.Single(strangers.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void AKilledWorkerEndsAllAndAnotherNumberGoesOn()
    {
        Require();
        using var folder = new TemporaryFolder();
        string[] words = [.. training, "--shards", "4", "--epochs", "150", "--quiet"];
        var alone = Mpi(0, [.. words, "--json", "--out", folder["one"]]);
        using var killed = Start(3, [.. words, "--mpi", "--out", folder["run"]]);
        WaitFor(folder["run/checkpoint/state.safetensors"], folder["run/history.jsonl"], killed);
        Kill(Workers(killed.Id)[1], "KILL");
        Assert.NotEqual(0, Wait(killed).Code);
        var resumed = Mpi(2, [.. words, "--mpi", "--resume", "--json", "--out", folder["run"]]);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Equal(Hash(alone.Output), Hash(resumed.Output));
    }

    [Fact]
    public void ATerminatedLaunchWritesItsCheckpoint()
    {
        Require();
        using var folder = new TemporaryFolder();
        string[] words = [.. training, "--shards", "4", "--epochs", "3000", "--quiet", "--mpi", "--out", folder["run"]];
        using var stopped = Start(2, words);
        WaitFor(folder["run/history.jsonl"], folder["run/history.jsonl"], stopped);
        Kill(stopped.Id, "TERM");
        var (code, _, error) = Wait(stopped);
        Assert.True(code is ExitCode.Interrupted or 0, $"The launcher returned {code}."); // the launcher's: MPICH's returns 0 in one case of seven, though every process ends with 130
        Assert.Contains("ansatz: interrupted; continue to the same bits with", error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["run/checkpoint/state.safetensors"]));
    }

    private static void Require() => Assert.SkipUnless(OperatingSystem.IsLinux() && Path.Exists($"/usr/bin/{Launcher}"), $"{Launcher} is missing.");

    private static (int Code, string Output, string Error) Mpi(int count, string[] words)
    {
        using var process = Start(count, words);
        return Wait(process);
    }

    // Without a count, one process and no launcher.
    private static Process Start(int count, string[] words) => Process.Start(new ProcessStartInfo(count == 0 ? "dotnet" : Launcher, count == 0 ? [command, .. words] : ["-n", $"{count}", "dotnet", command, .. words])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    })!;

    private static (int Code, string Output, string Error) Wait(Process process)
    {
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static void WaitFor(string file, string orFile, Process process)
    {
        while (!File.Exists(file) && !File.Exists(orFile) && !process.HasExited) Thread.Sleep(20);
    }

    // The processes of the command below a launcher.
    private static int[] Workers(int launcher)
    {
        var parents = new Dictionary<int, int>();
        foreach (var status in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)).Select(d => Path.Combine(d, "stat")))
        {
            if (!File.Exists(status)) continue;
            var text = File.ReadAllText(status);
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            parents[int.Parse(text[..text.IndexOf(' ')], CultureInfo.InvariantCulture)] = int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        bool IsBelow(int id) => parents.TryGetValue(id, out var parent) && (parent == launcher || IsBelow(parent));
        return [.. parents.Keys.Where(id => IsBelow(id) && !parents.ContainsValue(id))];
    }

    private static void Kill(int id, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{id}"]);
        kill.WaitForExit();
    }

    private static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    private static string Hash(string metrics) => JsonDocument.Parse(metrics).RootElement.GetProperty("parametersSha256").GetString()!;
}
