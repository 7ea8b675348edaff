using System.Runtime.CompilerServices;
using Ansatz.Cli.Commands;
using Ansatz.Studies;

namespace Ansatz.Tests.Programs;

/// <summary>Every line of the pages that calls the command is a line that the command takes.</summary>
public sealed class CommandBlockTests
{
    private static readonly string[] calls = ["ansatz ", "dotnet run -c Release --project src/Ansatz.Cli -- "];

    public static TheoryData<string, string> Lines => [.. Pages().SelectMany(page => LinesOf(page).Select(line => (Path.GetRelativePath(Root(), page), line)))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void TheCommandTakesTheLine(string page, string line)
    {
        string[] words = [.. line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var errors = CommandTable.Root(words).Parse(words).Errors;
        Assert.True(errors.Count == 0, $"{page}: ansatz {line}: {string.Join("; ", errors.Select(e => e.Message))}");
    }

    /// <summary>A study or a command that no page shows is one that nobody finds.</summary>
    [Fact]
    public void EveryStudyIsOnAPage()
    {
        var text = string.Concat(Pages().Select(File.ReadAllText));
        foreach (var row in StudyTable.Rows) Assert.Contains($"{row.Group} {row.Name}", text.Replace("mnist-conv|mnist-latent8|mnist-dense", "mnist-conv, study mnist-latent8, study mnist-dense", StringComparison.Ordinal).Replace("train flow|mixture", "train flow, train mixture", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Path.Combine(Root(), "docs"), "*.md", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.Combine(Root(), "src"), "README.md", SearchOption.AllDirectories)).Append(Path.Combine(Root(), "README.md")).Order(StringComparer.Ordinal);

    // Only blocks marked as bash; a line that ends in a backslash goes on.
    private static IEnumerable<string> LinesOf(string page)
    {
        var isInside = false;
        var begun = "";
        foreach (var raw in File.ReadLines(page))
        {
            if (raw.StartsWith("```", StringComparison.Ordinal)) (isInside, begun) = (raw == "```bash", "");
            if (!isInside) continue;
            var line = begun + raw.Trim();
            begun = line.EndsWith('\\') ? line.TrimEnd('\\') : "";
            if (begun.Length > 0) continue;
            foreach (var call in calls)
                if (line.StartsWith(call, StringComparison.Ordinal)) yield return line[call.Length..];
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
