using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Ansatz.Tests.Programs;

/// <summary>Each right-hand entry of the tables for those who come from PyTorch stands in a program of the same page, which Ansatz.Programs compiles.</summary>
public sealed partial class EquivalentsTests
{
    private const int FewestEntries = 100;

    [Fact]
    public void EveryRightHandEntryStandsInACompiledProgram()
    {
        var page = File.ReadAllText(Page());
        var programs = string.Concat(Program().Matches(page).Select(m => m.Value));
        var entries = Row().Matches(page).SelectMany(row => Code().Matches(row.Groups["right"].Value)).Select(m => m.Groups["code"].Value).ToArray();
        Assert.True(entries.Length >= FewestEntries, $"{entries.Length} entries");
        Assert.All(entries, e => Assert.Contains(e, programs, StringComparison.Ordinal));
    }

    private static string Page([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/from-pytorch-and-tensorflow-probability.md");

    [GeneratedRegex("^```csharp$.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Program();

    [GeneratedRegex(@"^\|.*\|(?<right>[^|]*)\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
