using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Ansatz.Tensors;

namespace Ansatz.Tests;

public sealed partial class HouseTests
{
    /// <summary>The folders of the library, each of which may use only those before it.</summary>
    private static readonly string[] Order =
        ["Tensors", "Random", "Workers", "Bijectors", "Distributions", "Networks", "Flows", "Mixtures", "Autoencoders", "Boltzmann", "Formats", "Data", "Training", "Evaluation", "Figures"];

    [Fact]
    public void TheLibraryNeedsNothingButDotNet()
    {
        var foreign = typeof(Ansatz.Tensors.Shape).Assembly.GetReferencedAssemblies()
            .Where(a => !a.Name!.StartsWith("System", StringComparison.Ordinal));
        Assert.Empty(foreign);
    }

    [Fact]
    public void EveryFolderHasItsPlaceInTheOrder() => Assert.Empty(Directory.GetDirectories(Library()).Select(Path.GetFileName).Except(["bin", "obj", .. Order]));

    [Fact]
    public void AFolderUsesOnlyThoseBeforeIt()
    {
        var used = Order.Where(folder => Directory.Exists(Path.Combine(Library(), folder)))
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Library(), folder), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => Uses(File.ReadAllText(file)).Select(use => (Folder: folder, File: Path.GetFileName(file), Use: use))))
            .ToArray();
        Assert.Contains(used, u => u is { Folder: "Bijectors", Use: "Tensors" });
        Assert.Empty(used.Where(u => Array.IndexOf(Order, u.Use) > Array.IndexOf(Order, u.Folder)).Select(u => $"{u.Folder}/{u.File} uses {u.Use}"));
    }

    [Theory]
    [InlineData("using Ansatz.Networks;", "Networks")]
    [InlineData("using static Ansatz.Data.ColorMap;", "Data")]
    [InlineData("var x = new Ansatz.Formats.Image(1, 1, 1);", "Formats")]
    [InlineData("var x = Networks.Activation.Relu;", "Networks")]
    [InlineData("/// <see cref=\"Networks.Schedule\"/>", null)]
    [InlineData("model.Networks.First()", null)]
    public void AUseIsRecognised(string line, string? folder) => Assert.Equal(folder is null ? [] : [folder], Uses(line));

    /// <summary>The folders whose namespaces the code names, comments left out.</summary>
    private static IEnumerable<string> Uses(string code) =>
        Namespaces().Matches(Comments().Replace(code, "")).Select(match => match.Groups["folder"].Value).Where(Order.Contains).Distinct();

    private static string Library([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Ansatz");

    [GeneratedRegex(@"//.*", RegexOptions.None, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(@"(?:\bAnsatz\.|(?<![\w.""])(?=\w+\.[A-Z]))(?<folder>\w+)(?=[.;])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespaces();
}
