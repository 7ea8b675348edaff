namespace Ansatz.Cli.Commands;

/// <summary>The launcher above this process: <c>mpirun</c>, or on another host the proxy that it has started there.</summary>
/// <remarks>MPICH's launcher waits for every host before it ends. For a lost host it waits until the system gives up the connection, which can take a quarter of an hour.</remarks>
internal static class MpiLauncher
{
    private static readonly string[] launchers = ["mpirun", "mpiexec", "hydra_pmi_proxy"];

    /// <summary>Kills the outermost launcher above this process; the processes below it that are left then end. Does nothing where there is none, or where /proc does not tell.</summary>
    public static void Kill()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            if (Above(Environment.ProcessId).LastOrDefault(p => launchers.Any(l => p.Name.StartsWith(l, StringComparison.Ordinal))) is not { Id: > 0 } found) return;
            using var launcher = Process.GetProcessById(found.Id);
            launcher.Kill();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended, or belongs to another user.
        }
    }

    // The parent, its parent, and so on. Source: proc(5), /proc/pid/stat: "id (name) state parent …".
    private static IEnumerable<(int Id, string Name)> Above(int id)
    {
        while (true)
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var end = stat.LastIndexOf(')');
            yield return (id, stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end]);
            id = int.Parse(stat[(end + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            if (id <= 1) yield break;
        }
    }
}
