using System.Globalization;

namespace Ansatz.Tests.Outside;

/// <summary>A folder with all packages, in a version that no other folder has. It is made once for all tests that use it.</summary>
[CollectionDefinition(nameof(PackageFeed))]
public sealed class PackageFeed : ICollectionFixture<PackageFeed>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PackageFeed()
    {
        foreach (var name in (string[])["Ansatz", "Ansatz.Cli", "Ansatz.Mpi", "Ansatz.Onnx", "Ansatz.Pictures", "Ansatz.Tables"])
        {
            // The projects are built already; their own build must not run while the tests use them.
            OtherProgram.Output(folder.Path, "dotnet", "pack", OtherProgram.InRepository("src", name, $"{name}.csproj"), "-c", OtherProgram.Configuration, "--no-build", "-o", Folder,
                $"-p:Version={Version}", $"-p:NuspecOutputPath={folder["nuspec"]}", $"-p:PackageFiles={folder[$"files-{name}/"]}", "--nologo", "-v", "quiet");
        }
    }

    public string Version { get; } = $"0.0.0-test.{DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture)}";

    public string Folder => folder["feed"];

    public string PathOf(string package, string extension) => Path.Combine(Folder, $"{package}.{Version}.{extension}");

    /// <summary>What restores from this feed, and what it does not hold from the packages that this machine has already.</summary>
    public string[] RestoreOptions(string packages) =>
        [$"-p:RestoreSources={Folder}", $"-p:RestorePackagesPath={packages}", $"-p:RestoreFallbackFolders={Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")}"];

    public void Dispose() => folder.Dispose();
}
