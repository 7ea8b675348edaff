using Ansatz.Tables;

namespace Ansatz.Studies.Runs;

/// <summary>The rules for a folder that a run is written to: nobody's files are ever lost without --force.</summary>
internal static class OutputFolder
{
    private const string LockFile = ".lock";

    // The configuration goes last: whoever is killed on the way leaves a run that --force removes again.
    private static readonly string[] files = [RunFiles.Table, RunFiles.Lines, RunFiles.Metrics, RunFiles.Weights, TableModel.TableFile, RunFiles.Report, ImportedRun.Record, RunFiles.Config];
    private static readonly string[] folders = ["checkpoint", "figures", RunFiles.Models];

    /// <summary>Makes the folder ready for a new run, or for continuing the run it holds.</summary>
    /// <param name="path">The folder, made if it is missing.</param>
    /// <param name="force">Remove the run it holds. Other files stay even then.</param>
    /// <param name="resume">Continue the run it holds; an empty folder begins one.</param>
    /// <returns>The claim: until it is disposed, or the process ends, no other process gets one.</returns>
    /// <exception cref="IOException">It holds what must not be lost, cannot be written, or another process is writing to it.</exception>
    public static IDisposable Claim(string path, bool force, bool resume)
    {
        if (File.Exists(path)) throw new IOException($"{path}: is a file; expected a folder to write the run to");
        var holdsRun = File.Exists(Path.Combine(path, RunFiles.Config));
        if (holdsRun && !force && !resume)
            throw new IOException($"{path}: holds a run already; add --resume to continue it, --force to replace it, or name another folder with --out");
        if (holdsRun && resume && ImportedRun.IsIn(path))
            throw new IOException($"{path}: holds imported weights, whose training cannot be continued; start another run from them with --from {path} --out, or replace them with --force");
        if (!holdsRun && !force && Stranger(path) is { } name)
            throw new IOException($"{path}: holds files that are no run, such as {name}; name another folder with --out, or add --force to write beside them");
        foreach (var file in files.Where(f => Directory.Exists(Path.Combine(path, f)))) throw new IOException($"{path}: {file} is a folder; expected room for the run's file of that name");
        foreach (var folder in folders.Where(f => File.Exists(Path.Combine(path, f)))) throw new IOException($"{path}: {folder} is a file; expected room for the run's folder of that name");
        Writable.Require(path, path);
        foreach (var folder in folders.Select(f => Path.Combine(path, f)).Where(Directory.Exists)) Writable.Require(folder, folder);
        var claim = Lock(path);
        if (holdsRun && !resume) RemoveRun(path);
        foreach (var leftover in Leftovers(path)) File.Delete(Path.Combine(path, leftover));
        return claim;
    }

    /// <summary>Refuses a folder whose run would become a part of its own data, or would remove it.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="data">A file or folder; anything else, such as the name of a public data set, is apart.</param>
    /// <exception cref="IOException">One lies in the other.</exception>
    public static void RequireApart(string path, string data)
    {
        if (!Path.Exists(data)) return;
        string run = Real(path), source = Real(data);
        if (Directory.Exists(data) && Contains(source, run)) throw new IOException($"{path}: lies in the folder of the images, {data}; name a folder outside it with --out");
        foreach (var folder in folders)
            if (Contains(Path.Combine(run, folder), source)) throw new IOException($"{data}: lies in the run's own {folder}, which --force removes; move the images, or name another folder with --out");
    }

    private static bool Contains(string folder, string path) => path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Without a trailing separator, and where the last part is a link, where it leads.
    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Path.Exists(full) ? Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
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

    private static string? Stranger(string path) => Directory.Exists(path)
        ? Directory.EnumerateFileSystemEntries(path).Select(e => Path.GetFileName(e)!).Except(Leftovers(path)).Where(n => n != LockFile).Order(StringComparer.Ordinal).FirstOrDefault()
        : null;

    // What a process leaves that was killed while it tried the folder or wrote a file of the run.
    private static string[] Leftovers(string path) =>
        [.. Directory.EnumerateFiles(path).Select(f => Path.GetFileName(f)!).Where(n => Writable.IsProbe(n) || files.Any(f => n.StartsWith(f + ".", StringComparison.Ordinal) && n.EndsWith(".tmp", StringComparison.Ordinal)))];

    private static void RemoveRun(string path)
    {
        foreach (var name in folders.Select(f => Path.Combine(path, f)).Where(Directory.Exists)) Directory.Delete(name, recursive: true);
        foreach (var name in files) File.Delete(Path.Combine(path, name));
    }
}

/// <summary>The rules for a file that a command makes.</summary>
internal static class OutputFile
{
    /// <summary>Makes sure that the file can be written and that nothing is lost by it.</summary>
    /// <exception cref="IOException">The file exists and <paramref name="force"/> is not set, or it cannot be written.</exception>
    public static void Claim(string path, bool force)
    {
        if (Directory.Exists(path)) throw new IOException($"{path}: is a folder; name a file in it");
        if (File.Exists(path) && !force) throw new IOException($"{path}: exists already; add --force to replace it, or name another file");
        Writable.Require(Path.GetDirectoryName(Path.GetFullPath(path))!, path);
    }
}

/// <summary>Finds out before the work begins whether its result can be written.</summary>
internal static class Writable
{
    private const string ProbePrefix = ".ansatz-probe-";

    /// <summary>Whether a file's name is that of a probe, which a killed process leaves behind.</summary>
    public static bool IsProbe(string name) => name.StartsWith(ProbePrefix, StringComparison.Ordinal);

    /// <summary>Makes the folder if it is missing, and a file in it, which is removed again.</summary>
    /// <param name="folder">Where to write.</param>
    /// <param name="named">How messages call it: as the user did.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Require(string folder, string named)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(
                Path.Combine(folder, ProbePrefix + Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"{named}: cannot be written ({ExceptionText.WithoutParameter(e)}); choose another place", e);
        }
    }
}
