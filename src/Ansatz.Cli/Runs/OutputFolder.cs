namespace Ansatz.Cli.Runs;

/// <summary>The rules for a folder that a run is written to: nobody's files are ever lost without --force.</summary>
internal static class OutputFolder
{
    /// <summary>The file that makes a folder a run: what was run, fully resolved.</summary>
    public const string ConfigFile = "config.json";

    private const string LockFile = ".lock";

    private static readonly string[] files = [ConfigFile, "history.csv", "history.jsonl", "metrics.json", "model.safetensors", "report.html"];
    private static readonly string[] folders = ["checkpoint", "figures"];

    /// <summary>Makes the folder ready for a new run, or for continuing the run it holds.</summary>
    /// <param name="path">The folder, made if it is missing.</param>
    /// <param name="force">Remove the run it holds. Other files stay even then.</param>
    /// <param name="resume">Continue the run it holds; an empty folder begins one.</param>
    /// <returns>The claim: until it is disposed, or the process ends, no other process gets one.</returns>
    /// <exception cref="IOException">It holds what must not be lost, cannot be written, or another process is writing to it.</exception>
    public static IDisposable Claim(string path, bool force, bool resume)
    {
        if (File.Exists(path)) throw new IOException($"{path}: is a file; expected a folder to write the run to");
        var holdsRun = File.Exists(Path.Combine(path, ConfigFile));
        if (holdsRun && !force && !resume)
            throw new IOException($"{path}: holds a run already; add --resume to continue it, --force to replace it, or name another folder with --out");
        if (!holdsRun && !force && Stranger(path) is { } name)
            throw new IOException($"{path}: holds files that are no run, such as {name}; name another folder with --out, or add --force to write beside them");
        Writable.Require(path, path);
        var claim = Lock(path);
        if (holdsRun && !resume) RemoveRun(path);
        return claim;
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e)
        {
            throw new IOException($"{path}: another process is writing a run to it; wait until it has ended, or name another folder with --out", e);
        }
    }

    private static string? Stranger(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Where(n => n != LockFile).Order(StringComparer.Ordinal).FirstOrDefault() : null;

    private static void RemoveRun(string path)
    {
        foreach (var name in folders.Select(f => Path.Combine(path, f)).Where(Directory.Exists)) Directory.Delete(name, recursive: true);
        foreach (var name in files) File.Delete(Path.Combine(path, name));
    }
}
