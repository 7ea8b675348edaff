using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Ansatz.Tests.Programs;

/// <summary>The files that the pages name are there.</summary>
public sealed partial class PathTests
{
    public static TheoryData<string> Pages =>
        [.. new[] { "README.md", "CONTRIBUTING.md" }.Concat(Directory.EnumerateFiles(Path.Combine(Root(), "docs"), "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root(), f)))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryNamedPathAndEveryLinkLeadsToAFile(string page)
    {
        var text = File.ReadAllText(Path.Combine(Root(), page));
        var folder = Path.GetDirectoryName(Path.Combine(Root(), page))!;
        var named = Named().Matches(text).Select(m => Path.Combine(Root(), m.Groups["path"].Value));
        var linked = Link().Matches(text).Select(m => Path.Combine(folder, m.Groups["path"].Value));
        Assert.All(named.Concat(linked), path => Assert.True(Path.Exists(path), $"{page} names {path}, which does not exist."));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    // In code spans, from the repository's root: `src/Ansatz/…`, but not what a build makes.
    [GeneratedRegex(@"`(?<path>(src|tests|docs|samples|scripts|benchmarks|\.ci)/(?!\S*/bin/)[\w./-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\]\((?!https?:|#)(?<path>[^)#]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
