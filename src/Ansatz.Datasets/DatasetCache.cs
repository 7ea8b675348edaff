using System.Security.Cryptography;

namespace Ansatz.Datasets;

/// <summary>The folder where data sets are kept, one folder each. Nothing gets in whose MD5 is not the known one, and nothing is used without checking it again.</summary>
internal sealed class DatasetCache(string folder)
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "ANSATZ_CACHE";

    /// <summary>The folder given, else that of the environment, else the user's own cache folder.</summary>
    public static DatasetCache At(string? folder) =>
        new(Path.GetFullPath(folder ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Standard())));

    public string FolderOf(KnownDataset dataset) => Path.Combine(folder, dataset.Name);

    /// <summary>Whether all files are there and whole.</summary>
    public bool Holds(KnownDataset dataset) => Fault(dataset, FolderOf(dataset)) is null;

    /// <summary>The training and the test set, fetched if they are not there yet.</summary>
    public (Dataset Training, Dataset Test) Load(KnownDataset dataset, Action<string> note, CancellationToken cancellation)
    {
        Ensure(dataset, note, cancellation);
        var (training, test) = IdxFolder.Read(FolderOf(dataset), dataset.ClassNames.Count);
        return (training, test ?? throw new InvalidDataException($"{FolderOf(dataset)}: no test images in it; expected those of {dataset.Name}"));
    }

    /// <summary>Sees to it that the data set is there, from the first source that has it.</summary>
    /// <returns>The source that was asked, or null where the files were there already.</returns>
    /// <exception cref="IOException">No source has it; the message says why, and what to do by hand.</exception>
    public string? Ensure(KnownDataset dataset, Action<string> note, CancellationToken cancellation)
    {
        // A person may have put the published files, in whatever form, into the folder.
        if (Holds(dataset) || Directory.Exists(FolderOf(dataset)) && Try(dataset, "", _ => FolderOf(dataset)) is null) return null;
        var reasons = new List<string>();
        foreach (var source in dataset.Sources)
        {
            note($"{dataset.Name}: asking {source.Name}");
            if (Try(dataset, $"{source.Name}: ", work => Fetch(source, work, cancellation)) is not { } reason) return source.Name;
            note($"{dataset.Name}: {reason}");
            reasons.Add(reason);
        }
        throw new IOException($"{dataset.Name}: could not be fetched: {string.Join("; ", reasons)}. By hand: {dataset.ByHand} into {FolderOf(dataset)}");
    }

    private static string Fetch(IDatasetSource source, DirectoryInfo work, CancellationToken cancellation)
    {
        var published = work.CreateSubdirectory("published").FullName;
        source.Fetch(published, cancellation);
        return published;
    }

    /// <summary>Null on success, else why not.</summary>
    /// <param name="name">What a message about wrong files begins with.</param>
    /// <param name="fetch">Says where the published files are; it may put them into the folder that it is given.</param>
    private string? Try(KnownDataset dataset, string name, Func<DirectoryInfo, string> fetch)
    {
        Directory.CreateDirectory(folder);
        var work = Directory.CreateDirectory(Path.Combine(folder, $".{dataset.Name}-{Path.GetRandomFileName()}"));
        try
        {
            return Admit(dataset, fetch(work), work) is { } fault ? name + fault : null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or JsonException)
        {
            return ExceptionText.WithoutParameter(e);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Unpacks published files, checks them, and moves them to their place. Null on success, else what is wrong.</summary>
    private string? Admit(KnownDataset dataset, string published, DirectoryInfo work)
    {
        var unpacked = work.CreateSubdirectory("unpacked").FullName;
        dataset.Unpack(published, unpacked);
        if (Fault(dataset, unpacked) is { } fault) return fault;
        Directory.CreateDirectory(FolderOf(dataset));
        foreach (var file in dataset.Files) File.Move(Path.Combine(unpacked, file.Name), Path.Combine(FolderOf(dataset), file.Name), overwrite: true);
        return null;
    }

    /// <summary>What is wrong with a folder's files, or null.</summary>
    private static string? Fault(KnownDataset dataset, string folder)
    {
        foreach (var file in dataset.Files)
        {
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path)) return $"no {file.Name}";
            using var stream = File.OpenRead(path);
            var found = Convert.ToHexStringLower(MD5.HashData(stream));
            if (found != file.Md5) return $"{file.Name} has the MD5 {found}; expected {file.Md5}";
        }
        return null;
    }

    private static string Standard()
    {
        var cache = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named : Path.Combine(Home, ".cache");
        return Path.Combine(cache, "ansatz");
    }

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
