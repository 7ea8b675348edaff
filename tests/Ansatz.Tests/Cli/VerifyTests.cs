using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Tests.Cli;

public sealed class VerifyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ARunTrainsAgainToItsOwnBits()
    {
        var run = Finished();
        var verified = CommandRun.Of("verify", run, "--quiet");
        Assert.Equal(0, verified.Code);
        Assert.Contains("the same weights to the last bit", verified.Out, StringComparison.Ordinal);
        Assert.Empty(verified.Error);
    }

    [Fact]
    public void AnotherSeedInTheConfigurationIsFound()
    {
        var run = Finished();
        Replace(run, "config.json", "\"seed\": 42", "\"seed\": 43");
        CommandRun.Of("verify", run, "--quiet").FailsWith(1, run, "trained again", "metrics.json records");
    }

    [Fact]
    public void AWeightThatWasChangedAfterwardsIsFound()
    {
        var run = Finished();
        var path = Path.Combine(run, "model.safetensors");
        var file = Safetensors.Read(path);
        var changed = new Safetensors();
        foreach (var (key, value) in file.Metadata) changed.Metadata[key] = value;
        foreach (var name in file.Names)
        {
            var values = file[name].Values.ToArray();
            if (name == file.Names.Last()) values[^1] = MathF.BitIncrement(values[^1]);
            changed.Add(name, file[name].Shape, values);
        }
        changed.Write(path);
        CommandRun.Of("verify", run, "--quiet").FailsWith(1, path, file.Names.Last(), "changed after the run");
    }

    [Fact]
    public void WhatIsNoFinishedRunIsRefused()
    {
        CommandRun.Of("verify", folder["none"]).FailsWith(1, "config.json");
        var run = Finished();
        File.Delete(Path.Combine(run, "metrics.json"));
        CommandRun.Of("verify", run).FailsWith(1, "not finished");
        CommandRun.Of("verify").FailsWith(2, "neither RUN nor --machine");
        CommandRun.Of("verify", run, "--machine").FailsWith(2, "both RUN and --machine");
    }

    [Fact]
    public void AMachineGivesTheBitsOnRecord()
    {
        var threads = Parallelism.ThreadCount;
        var verified = CommandRun.Of("verify", "--machine", "--threads", "2", "--quiet");
        Parallelism.ThreadCount = threads;
        Assert.Equal(0, verified.Code);
        foreach (var name in Checksums.Names) Assert.Contains(Checksums.Golden(name), verified.Out, StringComparison.Ordinal);
        Assert.Contains("on 2 threads: the bits on record", verified.Out, StringComparison.Ordinal);
    }

    private string Finished()
    {
        var run = folder["run"];
        Assert.Equal(0, CommandRun.Of("study", "two-gaussians", "--epochs", "5", "--quiet", "--out", run).Code);
        return run;
    }

    private static void Replace(string run, string name, string before, string after)
    {
        var path = Path.Combine(run, name);
        var text = File.ReadAllText(path);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
    }
}
