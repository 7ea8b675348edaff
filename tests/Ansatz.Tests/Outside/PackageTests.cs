using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Ansatz.Tests.Outside;

/// <summary>The packages as their users have them: what they hold, and what a program and a machine without the source do with them.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PackageTests(PackageFeed feed)
{
    [Theory]
    [InlineData("Ansatz")]
    [InlineData("Ansatz.Cli")]
    [InlineData("Ansatz.Mpi")]
    [InlineData("Ansatz.Onnx")]
    [InlineData("Ansatz.Pictures")]
    [InlineData("Ansatz.Tables")]
    public void APackageSaysWhatItIs(string name)
    {
        using var package = ZipFile.OpenRead(feed.PathOf(name, "nupkg"));
        using var manifest = package.GetEntry($"{name}.nuspec")!.Open();
        var metadata = XDocument.Load(manifest).Root!.Elements().Single(e => e.Name.LocalName == "metadata").Elements().ToLookup(e => e.Name.LocalName, e => e.Value);
        Assert.Equal("MIT", metadata["license"].Single());
        foreach (var entry in (string[])["description", "tags", "releaseNotes", "authors"]) Assert.NotEmpty(metadata[entry].Single());
        Assert.NotNull(package.GetEntry(metadata["readme"].Single()));
        using var icon = package.GetEntry(metadata["icon"].Single())!.Open();
        using var bytes = new MemoryStream();
        icon.CopyTo(bytes);
        var picture = Ansatz.Formats.Png.Decode(bytes.ToArray());
        Assert.Equal((128, 128), (picture.Width, picture.Height));
        using var symbols = ZipFile.OpenRead(feed.PathOf(name, "snupkg"));
        Assert.Contains(symbols.Entries, e => e.Name == $"{name}.pdb");
    }

    [Fact]
    public void TheDocumentationIsThatOfPublicMembersAlone()
    {
        using var package = ZipFile.OpenRead(feed.PathOf("Ansatz", "nupkg"));
        using var file = package.GetEntry("lib/net10.0/Ansatz.xml")!.Open();
        string[] names = [.. XDocument.Load(file).Descendants("member").Select(m => m.Attribute("name")!.Value)];
        var types = names.Where(n => n.StartsWith("T:", StringComparison.Ordinal)).Select(n => n[2..].Replace('+', '.')).ToHashSet(StringComparer.Ordinal);
        string[] exported = [.. typeof(Ansatz.Tensors.Tensor).Assembly.GetExportedTypes().Select(t => t.FullName!.Replace('+', '.'))];
        Assert.Superset(exported.Where(n => !n.Contains("<G>", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal), types);
        Assert.Empty(types.Except(exported));
        Assert.Contains("M:Ansatz.Tensors.TensorOps.Softplus(Ansatz.Tensors.Tensor)", names);
        Assert.DoesNotContain(names, n => n.StartsWith("F:Ansatz.Tensors.TensorOps.MostPositions", StringComparison.Ordinal));
    }

    /// <summary>Fifteen lines in an empty folder train a flow from a CSV file and score new rows.</summary>
    [Fact]
    public void AProgramWithoutTheSourceTrainsAFlowOnATable()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.csv"], "height,weight,city\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{150 + i % 41},{50 + i % 41 * 0.7 + i % 13},{(i % 3 == 0 ? "Rome" : "Oslo")}\n")));
        File.WriteAllText(folder["rows.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup><PackageReference Include="Ansatz.Tables" Version="{feed.Version}" /></ItemGroup>
            </Project>
            """);
        const string Program = """
            using Ansatz.Random;
            using Ansatz.Tables;

            var (training, heldOut) = Table.Read("rows.csv").Split(0.9, new Rng(1));
            var model = FlowTableModel.Train(training, new Rng(2), options: FlowTableModel.DefaultOptions(training.RowCount, epochCount: 3));
            model.Save("model");
            foreach (var nats in TableModel.Load("model").Score(heldOut, new Rng(3))) Console.WriteLine(nats);
            """;
        Assert.InRange(Program.Split('\n').Length, 1, 15);
        File.WriteAllText(folder["Program.cs"], Program);
        OtherProgram.Output(folder.Path, "dotnet", ["build", "-c", "Release", "-o", folder["built"], .. feed.RestoreOptions(folder["packages"]), "--nologo", "-v", "quiet"]);
        var lines = OtherProgram.Output(folder.Path, "dotnet", folder["built/rows.dll"]).Trim().Split('\n');
        Assert.Equal(30, lines.Length);
        Assert.All(lines, line => Assert.True(double.IsFinite(double.Parse(line, System.Globalization.CultureInfo.CurrentCulture)), line));
    }

    [Fact]
    public async Task TheToolIsInstalledRunsAStudyAndServesItsPage()
    {
        using var folder = new TemporaryFolder();
        OtherProgram.Output(folder.Path, "dotnet", "tool", "install", "Ansatz.Cli", "--tool-path", folder["tools"], "--version", feed.Version, "--source", feed.Folder);
        var command = folder[OperatingSystem.IsWindows() ? "tools/ansatz.exe" : "tools/ansatz"];
        OtherProgram.Output(folder.Path, command, "study", "contours", "--images", "200", "--epochs", "1", "--quiet", "--out", folder["run"]);
        Assert.True(File.Exists(folder["run/report.html"]));

        // The second program is installed with it.
        using var page = Process.Start(new ProcessStartInfo(command, ["explore", folder["run"], "--quiet"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        try
        {
            var line = page.StandardOutput.ReadLine();
            Assert.True(line is not null, line is null ? page.StandardError.ReadToEnd() : "");
            using var client = new HttpClient();
            Assert.Contains("explorer.js", await client.GetStringAsync(line!.Split(' ')[^1]), StringComparison.Ordinal);
        }
        finally
        {
            page.Kill(entireProcessTree: true);
        }
    }
}
