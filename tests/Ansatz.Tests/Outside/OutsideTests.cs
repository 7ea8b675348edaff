using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Ansatz.Tests.Outside;

/// <summary>
/// A user of the package can extend everything that is open: the library is packed, and a program that sees the package alone is built and run. Files that the
/// documentation calls the ones to copy are copied into that program, so they compile outside.
/// </summary>
public sealed partial class OutsideTests
{
    [Fact]
    public void EverythingOpenIsExtendedFromThePackageAlone()
    {
        using var folder = new TemporaryFolder();
        string program = folder["program"], feed = folder["feed"], version = $"0.0.0-outside.{DateTime.UtcNow.Ticks}";
        var library = Path.Combine(Root(), "src", "Ansatz", "Ansatz.csproj");
        // The library is built already; its own build must not run while the tests use it.
        var packing = Run("pack", library, "-c", Configuration(), "--no-build", "-o", feed, $"-p:Version={version}", $"-p:NuspecOutputPath={folder["nuspec"]}", "--nologo", "-v", "quiet");
        Assert.True(packing.Code == 0, packing.Text);

        CopyProgram(program);
        foreach (var file in FilesToCopy()) CopyIntoAnotherNamespace(file, Path.Combine(program, "Copied"));
        var output = folder["built"];
        var building = Run("build", Path.Combine(program, "Ansatz.Outside.csproj"), "-c", "Release", "-o", output, $"-p:AnsatzVersion={version}",
            $"-p:RestoreSources={feed}", $"-p:RestorePackagesPath={folder["packages"]}", "--nologo", "-v", "quiet");
        Assert.True(building.Code == 0, building.Text);

        var running = Run(Path.Combine(output, "Ansatz.Outside.dll"));
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

    private static (int Code, string Text) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    private static string Configuration() =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

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
