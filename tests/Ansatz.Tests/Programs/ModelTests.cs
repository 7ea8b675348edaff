using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Ansatz.Tests.Programs;

/// <summary>Each model of the README's table has a short program in docs/models.md, which runs and comes near the truth.</summary>
public sealed partial class ModelTests : IDisposable
{
    private const int MostLines = 30;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EachModelOfTheTableHasAProgram()
    {
        var programs = Section().Matches(Page("docs/models.md")).ToDictionary(m => Anchor(m.Groups["title"].Value), m => m.Groups["program"].Value.Split('\n'));
        Assert.All(programs, p => Assert.InRange(p.Value.Length, 2, MostLines));
        var page = Page("README.md");
        var table = page[page.IndexOf("| model | here as |", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n\n", StringComparison.Ordinal)];
        var rows = table.Split('\n')[2..];
        Assert.All(rows, row => Assert.Contains(Link().Match(row).Groups["anchor"].Value, programs.Keys));
        Assert.Equal(programs.Count, rows.Length);
    }

    /// <summary>The last line of each program has two numbers: what the model found, and the value under the true distribution.</summary>
    [Fact]
    public void EachProgramComesNearTheTruth()
    {
        var outputs = SampleProgram.RunPrograms("models-*", folder.Path).Split("== ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Section().Count(Page("docs/models.md")), outputs.Length);
        Assert.All(outputs, output =>
        {
            var numbers = Number().Matches(output.TrimEnd().Split('\n')[^1]).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray();
            Assert.True(Math.Abs(numbers[^2] - numbers[^1]) < 1 && numbers.All(double.IsFinite), output);
        });
    }

    [Fact]
    public void TheFlowOfTheReadmeIsLoadedByAnotherProgram()
    {
        var programs = Snippet().Matches(Page("README.md")).Select(m => m.Value).ToList();
        var first = programs.FindIndex(p => p.Contains("parabola.safetensors", StringComparison.Ordinal)) + 1;
        Assert.Equal("", SampleProgram.RunPrograms($"readme-{first:00}", folder.Path));
        var lines = SampleProgram.RunPrograms($"readme-{first + 1:00}", folder.Path).Split('\n');
        var numbers = Number().Matches(lines[0]).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(numbers[^1], numbers[^2], 0.3);
        Assert.Equal(5, Number().Count(lines[1]));
    }

    [Fact]
    public void ThePictureOfTheReadmeIsThatOfItsProgram()
    {
        Assert.Contains("](docs/parabola.svg)", Page("README.md"), StringComparison.Ordinal);
        var programs = Snippet().Matches(Page("docs/charts.md")).Select(m => m.Value).ToList();
        SampleProgram.RunPrograms($"charts-{programs.FindIndex(p => p.Contains("\"parabola.svg\"", StringComparison.Ordinal)) + 1:00}", folder.Path);
        Assert.Equal(Page("docs/parabola.svg"), File.ReadAllText(folder["parabola.svg"]));
    }

    // As the pages' host makes it: lower case, spaces as hyphens.
    private static string Anchor(string title) => title.ToLowerInvariant().Replace(' ', '-');

    private static string Page(string path, [CallerFilePath] string here = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../..", path));

    [GeneratedRegex("^### (?<title>.+?)$(?:(?!^### ).)*?^```csharp\n(?<program>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();

    [GeneratedRegex("^```csharp$.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"\(docs/models\.md#(?<anchor>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"-?\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
