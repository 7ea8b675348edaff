using System.Text.RegularExpressions;

namespace Ansatz.Tests.Outside;

/// <summary>
/// A user of the package can extend everything that is open: the library is packed, and a program that sees the package alone is built and run. Files that the
/// documentation calls the ones to copy are copied into that program, so they compile outside.
/// </summary>
[Collection(nameof(PackageFeed))]
public sealed partial class OutsideTests(PackageFeed feed)
{
    [Fact]
    public void EverythingOpenIsExtendedFromThePackageAlone()
    {
        using var folder = new TemporaryFolder();
        var program = folder["program"];
        CopyProgram(program);
        foreach (var file in FilesToCopy()) CopyIntoAnotherNamespace(file, Path.Combine(program, "Copied"));
        var output = folder["built"];
        OtherProgram.Output(folder.Path, "dotnet", ["build", Path.Combine(program, "Ansatz.Outside.csproj"), "-c", "Release", "-o", output, $"-p:AnsatzVersion={feed.Version}",
            .. feed.RestoreOptions(folder["packages"]), "--nologo", "-v", "quiet"]);

        var running = OtherProgram.Run("dotnet", Path.Combine(output, "Ansatz.Outside.dll"));
        Assert.True(running.Code == 0, running.Text);
        Assert.Equal(
            [
                "a distribution: works", "a divergence in closed form: works", "a bijector: works", "an elementwise op: works", "a structural op: works",
                "a schedule: works", "a module with a statistic: works", "an optimizer: works", "an architecture: works", "an objective: works", "a corruption: works",
                "a source of examples: works", "an autoencoder: works", "a flow: works", "a prior: works", "a mark: works", "all is open",
            ],
            running.Text.Trim().Split('\n').Select(line => line.Trim()));
    }

    [Fact]
    public void EveryFileToCopyIsFound()
    {
        string[] found = [.. FilesToCopy().Select(f => Path.GetFileName(f)!)];
        foreach (var expected in (string[])["MultivariateNormalDiag.cs", "Shift.cs", "QuadraticShear.cs", "LayerNormalization.cs", "Square.cs", "Sgd.cs", "EvidenceLowerBound.cs", "Band.cs"])
            Assert.Contains(expected, found);
    }

    /// <summary>The library's files that a sentence with the word "copy" names; those of the program outside exist and are compiled anyway.</summary>
    private static string[] FilesToCopy()
    {
        var texts = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Ansatz"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Path.Combine(Root(), "docs"), "*.md")).Append(Path.Combine(Root(), "README.md")).Select(File.ReadAllText);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
            foreach (var sentence in SentenceEnd().Split(LineStart().Replace(text, " ")).Where(s => Copy().IsMatch(s)))
                foreach (Match name in FileName().Matches(sentence)) names.Add(name.Value);
        return [.. names.Where(n => !IsOutside(n)).Select(Library)];

        static bool IsOutside(string name)
        {
            if (!name.StartsWith("tests/Ansatz.Outside/", StringComparison.Ordinal)) return false;
            Assert.True(File.Exists(Path.Combine(Root(), name)), $"{name} is called a file to copy and does not exist.");
            return true;
        }

        static string Library(string name) =>
            Directory.EnumerateFiles(Path.Combine(Root(), "src", "Ansatz"), Path.GetFileName(name), SearchOption.AllDirectories).Single();
    }

    private static void CopyProgram(string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "tests", "Ansatz.Outside")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    /// <summary>The file as a user's own: in a namespace of its own, with the original one among its usings.</summary>
    private static void CopyIntoAnotherNamespace(string file, string target)
    {
        Directory.CreateDirectory(target);
        var text = File.ReadAllText(file);
        var home = Namespace().Match(text).Groups["name"].Value;
        File.WriteAllText(Path.Combine(target, Path.GetFileName(file)), $"using Ansatz.{home};\n{Namespace().Replace(text, "namespace Copied.${name};")}");
    }

    private static string Root() => OtherProgram.InRepository();

    [GeneratedRegex(@"\r?\n\s*(?:///?\s?)?", RegexOptions.None, 10_000)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"(?<=\w|[>)`])\.(?=\s|<)", RegexOptions.None, 10_000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\bcopy\b", RegexOptions.None, 10_000)]
    private static partial Regex Copy();

    [GeneratedRegex(@"[\w./]*\w\.cs\b", RegexOptions.None, 10_000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^namespace Ansatz\.(?<name>\w+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Namespace();
}
