using Ansatz.Cli.Shell;
using Ansatz.Studies.Runs;
using Ansatz.Studies.Settings;

namespace Ansatz.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("", "no command given", "data")]
    [InlineData("data", "ansatz data", "no command given", "contours")]
    [InlineData("dta", "'dta'", "did you mean 'data'")]
    [InlineData("nonsense", "'nonsense'", "expected one of data")]
    [InlineData("--sed 3", "unknown option '--sed'")]
    [InlineData("data contours --cuont 3 --out x.npz", "unknown option '--cuont'", "did you mean '--count'")]
    [InlineData("data contours --coun=3 --out x.npz", "unknown option '--coun'", "did you mean '--count'")]
    [InlineData("data contours --count 3 --out x.npz stray", "'stray'", "belongs to no option")]
    [InlineData("data contours --count -5 --out x.npz", "--count", "'-5'", "expected a whole number from 1")]
    [InlineData("data contours --count 0 --out x.npz", "--count", "'0'", "from 1")]
    [InlineData("data contours --count 3.5 --out x.npz", "--count", "'3.5'", "whole number")]
    [InlineData("data contours --count 99999999999999999999 --out x.npz", "--count", "whole number")]
    [InlineData("data contours --count --out x.npz", "--count", "'--out'")]
    [InlineData("data contours --out x.npz --count", "--count has no value", "expected N")]
    [InlineData("data contours --count 3 --count 4 --out x.npz", "--count")]
    [InlineData("data contours --count 3", "--out")]
    [InlineData("data contours --count 3 --out", "--out", "expected FILE.npz")]
    [InlineData("data contours --out x.npz", "--count", "--parameters")]
    [InlineData("data contours --count 3 --parameters p.csv --out x.npz", "both --count and --parameters")]
    [InlineData("data contours --count 3 --seed -1 --out x.npz", "--seed", "'-1'", "0 or more")]
    [InlineData("data contours --count 3 --threads 0 --out x.npz", "--threads", "'0'", "from 1")]
    public void WrongUsageIsOneLineAndExitCodeTwo(string line, params string[] words) =>
        CommandRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FailsWith(ExitCode.WrongUsage, words);

    [Fact]
    public void AnAtSignIsNoResponseFile() =>
        CommandRun.Of("data", "contours", "--parameters", "@none.csv", "--out", "x.npz").FailsWith(ExitCode.Failed, "@none.csv");

    [Fact]
    public void VersionTellsVersionAndProcessor()
    {
        var run = CommandRun.Of("--version");
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.StartsWith($"ansatz {Product.Version}", run.Out, StringComparison.Ordinal);
        Assert.Contains(Machine.Vectors, run.Out, StringComparison.Ordinal);
        Assert.Equal(3, run.Out.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("--epoch", "--epochs")]
    [InlineData("--seeed", "--seed")]
    [InlineData("--thraeds", "--threads")]
    [InlineData("--js", "--json")]
    public void SpellingFindsTheNearestWord(string word, string meant) =>
        Assert.Equal($"; did you mean '{meant}'?", Spelling.Suggestion(word, ["--epochs", "--seed", "--threads", "--json", "--out"]));

    [Fact]
    public void SpellingDoesNotGuessFarFetched() => Assert.Equal("", Spelling.Suggestion("--learning-rate", ["--epochs", "--seed"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void DistanceCountsEdits(string from, string to, int edits)
    {
        Assert.Equal(edits, Spelling.Distance(from, to));
        Assert.Equal(edits, Spelling.Distance(to, from));
    }

    [Fact]
    public void WordsAreQuotedForAShell() =>
        Assert.Equal(@"ansatz --out 'my runs/it'\''s' '' a=1", ShellWords.Join(["ansatz", "--out", "my runs/it's", "", "a=1"]));
}
