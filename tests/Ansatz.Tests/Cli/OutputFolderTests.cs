using Ansatz.Studies.Runs;

namespace Ansatz.Tests.Cli;

public sealed class OutputFolderTests
{
    [Fact]
    public void AMissingFolderIsMade()
    {
        using var root = new TemporaryFolder();
        OutputFolder.Claim(root["a/b"], force: false, resume: false).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(root["a/b"]));
    }

    [Fact]
    public void ARunIsNotReplacedUnasked()
    {
        using var root = new TemporaryFolder();
        MakeRun(root);
        var e = Assert.Throws<IOException>(() => OutputFolder.Claim(root["run"], force: false, resume: false));
        Assert.Contains("--resume", e.Message, StringComparison.Ordinal);
        Assert.Contains("--force", e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(root["run/checkpoint/state"]));
    }

    [Fact]
    public void ForceRemovesTheRunAndNothingElse()
    {
        using var root = new TemporaryFolder();
        MakeRun(root);
        File.WriteAllText(root["run/notes.txt"], "mine");
        OutputFolder.Claim(root["run"], force: true, resume: false).Dispose();
        Assert.Equal(root["run/notes.txt"], Assert.Single(Directory.EnumerateFileSystemEntries(root["run"])));
    }

    [Fact]
    public void ResumeKeepsTheRun()
    {
        using var root = new TemporaryFolder();
        MakeRun(root);
        OutputFolder.Claim(root["run"], force: false, resume: true).Dispose();
        Assert.True(File.Exists(root["run/checkpoint/state"]));
    }

    [Fact]
    public void StrangersFilesAreNamedAndLeftAlone()
    {
        using var root = new TemporaryFolder();
        Directory.CreateDirectory(root["home"]);
        File.WriteAllText(root["home/thesis.tex"], "years of work");
        foreach (var resume in new[] { false, true })
        {
            var e = Assert.Throws<IOException>(() => OutputFolder.Claim(root["home"], force: false, resume));
            Assert.Contains("thesis.tex", e.Message, StringComparison.Ordinal);
        }
        OutputFolder.Claim(root["home"], force: true, resume: false).Dispose();
        Assert.Equal("years of work", File.ReadAllText(root["home/thesis.tex"]));
    }

    [Fact]
    public void AFileIsNoFolder()
    {
        using var root = new TemporaryFolder();
        File.WriteAllText(root["f"], "");
        Assert.Throws<IOException>(() => OutputFolder.Claim(root["f"], force: true, resume: false));
        var e = Assert.Throws<IOException>(() => OutputFolder.Claim(root["f/below"], force: false, resume: false));
        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoRunsDoNotWriteToOneFolder()
    {
        using var root = new TemporaryFolder();
        MakeRun(root);
        using (OutputFolder.Claim(root["run"], force: false, resume: true))
        {
            foreach (var force in new[] { false, true })
            {
                var e = Assert.Throws<IOException>(() => OutputFolder.Claim(root["run"], force, resume: !force));
                Assert.Contains("another process is writing a run to it", e.Message, StringComparison.Ordinal);
            }
            Assert.True(File.Exists(root["run/checkpoint/state"]));
        }
        OutputFolder.Claim(root["run"], force: true, resume: false).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(root["run"]));
    }

    [Theory]
    [InlineData(".lock")]
    [InlineData(".ansatz-probe-x1y2")]
    [InlineData("config.json.tmp")]
    [InlineData("config.json.17.tmp")]
    public void WhatAKilledProcessLeavesIsNoStranger(string name)
    {
        foreach (var resume in new[] { false, true })
        {
            using var root = new TemporaryFolder();
            Directory.CreateDirectory(root["run"]);
            File.WriteAllText(root[$"run/{name}"], "{ \"stu");
            OutputFolder.Claim(root["run"], force: false, resume).Dispose();
            Assert.Empty(Directory.EnumerateFileSystemEntries(root["run"]));
        }
    }

    [Theory]
    [InlineData("model.safetensors", true)]
    [InlineData("figures", false)]
    public void ANameThatTheRunNeedsIsToldBeforeItTrains(string name, bool isFolder)
    {
        using var root = new TemporaryFolder();
        Directory.CreateDirectory(root[isFolder ? $"run/{name}" : "run"]);
        if (!isFolder) File.WriteAllText(root[$"run/{name}"], "");
        var e = Assert.Throws<IOException>(() => OutputFolder.Claim(root["run"], force: true, resume: false));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunLiesApartFromItsImages()
    {
        using var root = new TemporaryFolder();
        Directory.CreateDirectory(root["photos/a"]);
        foreach (var run in new[] { "photos", "photos/", "photos/a/run" })
            Assert.Contains("name a folder outside it", Assert.Throws<IOException>(() => OutputFolder.RequireApart(root[run], root["photos"])).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(root["run/figures/mine"]);
        Assert.Contains("--force removes", Assert.Throws<IOException>(() => OutputFolder.RequireApart(root["run"], root["run/figures/mine"])).Message, StringComparison.Ordinal);
        foreach (var run in new[] { "photos-run", "run", "." }) OutputFolder.RequireApart(root[run], root["photos"]);
        OutputFolder.RequireApart(root["run"], "mnist");
    }

    private static void MakeRun(TemporaryFolder root)
    {
        Directory.CreateDirectory(root["run/checkpoint"]);
        Directory.CreateDirectory(root["run/figures"]);
        foreach (var name in new[] { "config.json", "history.csv", "history.jsonl", "metrics.json", "model.safetensors", "report.html", "checkpoint/state", "figures/loss.svg" })
            File.WriteAllText(root[$"run/{name}"], "old");
    }
}
