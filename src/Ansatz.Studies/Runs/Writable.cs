namespace Ansatz.Studies.Runs;

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
