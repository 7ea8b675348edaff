namespace Ansatz.Studies.Datasets;

/// <summary>A package of Debian: its installed files, or else the package fetched by apt-get and unpacked without being installed.</summary>
internal sealed class DebianSource(string package) : IDatasetSource
{
    public string Name => $"the Debian package {package}";

    public void Fetch(string folder, CancellationToken cancellation)
    {
        if (InstalledFiles(folder, cancellation) is { Length: > 0 } installed)
        {
            foreach (var file in installed) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            return;
        }
        ExternalProgram.Run("apt-get", ["download", package], folder, cancellation);
        foreach (var archive in Directory.GetFiles(folder, "*.deb")) ExternalProgram.Run("dpkg", ["-x", archive, folder], folder, cancellation);
    }

    private string[] InstalledFiles(string folder, CancellationToken cancellation)
    {
        try
        {
            return [.. ExternalProgram.Run("dpkg", ["-L", package], folder, cancellation).Split('\n').Where(File.Exists)];
        }
        catch (IOException)
        {
            return []; // dpkg ends with an error where the package is not installed
        }
    }
}
