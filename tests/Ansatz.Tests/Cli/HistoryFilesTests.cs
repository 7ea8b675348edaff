using Ansatz.Cli.Shell;
using Ansatz.Random;
using Ansatz.Tests.Tables;
using Ansatz.Training;

namespace Ansatz.Tests.Cli;

/// <summary>A run's history is on disk as its epochs end.</summary>
public sealed class HistoryFilesTests
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    [Fact]
    public async Task AnInterruptedRunHasItsHistoryAndTheNextSessionGoesOn()
    {
        using var folder = new TemporaryFolder();
        var history = folder["run/history.jsonl"];
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => CommandRun.Of(stop.Token,
            [.. "train vae --network dense --widths 24 --batch 50 --epochs 500 --noise gaussian:0.2 --quiet --data".Split(' '), digits, "--out", folder["run"]]), stop.Token);
        while (!run.IsCompleted && (!File.Exists(history) || File.ReadLines(history).Count() < 3)) await Task.Delay(1, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        (await run).FailsWith(ExitCode.Interrupted, "--resume");

        var before = Epochs();
        Assert.InRange(before.Length, 3, 499);
        Assert.Equal(Enumerable.Range(1, before.Length), before);
        Assert.Equal(before.Length + 1, File.ReadAllLines(folder["run/history.csv"]).Length);

        // What a killed process wrote after its last checkpoint is written again, not twice.
        File.AppendAllText(history, "{\"epoch\":");
        Assert.Equal(0, CommandRun.Of("train", "vae", "--resume", "--quiet", "--out", folder["run"]).Code);
        Assert.Equal(Enumerable.Range(1, 500), Epochs());
        Assert.Equal(HistoryText.ToCsv([.. File.ReadLines(history).Select(HistoryText.FromJson)]), File.ReadAllText(folder["run/history.csv"]));

        int[] Epochs() => [.. File.ReadLines(history).Select(line => HistoryText.FromJson(line).Epoch)];
    }

    [Fact]
    public async Task AFlowOfATableWritesItsHistoryWhileItTrains()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.csv"], KnownTable.Csv(KnownTable.Draw(new Rng(1), 400)));
        var history = folder["run/history.jsonl"];
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => CommandRun.Of(stop.Token,
            [.. "train flow --layers 1 --widths 8 --epochs 3000 --patience 3000 --quiet --data".Split(' '), folder["rows.csv"], "--out", folder["run"]]), stop.Token);
        while (!run.IsCompleted && (!File.Exists(history) || File.ReadLines(history).Count() < 3)) await Task.Delay(1, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        (await run).FailsWith(ExitCode.Interrupted, "--resume");
        Assert.InRange(File.ReadLines(history).Count(), 3, 2999);
    }
}
