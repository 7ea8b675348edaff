using System.Globalization;

namespace Ansatz.Mpi;

/// <summary>How many processes of a launch share this host, and how many cores it has.</summary>
internal static class Host
{
    private const string OnlineCores = "/sys/devices/system/cpu/online";

    /// <summary>The processes of this launch on this host, as the launcher says; 1 if it does not.</summary>
    public static int Processes { get; } = Math.Max(1, new[] { "MPI_LOCALNRANKS", "OMPI_COMM_WORLD_LOCAL_SIZE" }
        .Max(name => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1));

    /// <summary>Whether processes share cores. A launcher that binds each process to a core of its own leaves it one core, so the cores of the whole host count.</summary>
    public static bool IsCrowded { get; } = Processes > Math.Max(Environment.ProcessorCount, Cores());

    // A list such as 0-3,8. Source: the kernel's Documentation/admin-guide/cputopology.rst.
    private static int Cores()
    {
        if (!File.Exists(OnlineCores)) return 0;
        var count = 0;
        foreach (var range in File.ReadAllText(OnlineCores).Trim().Split(','))
            if (range.Split('-') is { } ends && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)) count += last - first + 1;
        return count;
    }
}
