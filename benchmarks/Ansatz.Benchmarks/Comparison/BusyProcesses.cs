using System.Diagnostics;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>Processes that each keep one core as busy as they can until they are disposed.</summary>
internal sealed class BusyProcesses : IDisposable
{
    private readonly Process[] processes;

    public BusyProcesses(int count)
    {
        processes = new Process[count];
        for (var i = 0; i < count; i++)
            processes[i] = Process.Start(new ProcessStartInfo("dotnet", [typeof(BusyProcesses).Assembly.Location, "spin"]) { UseShellExecute = false, RedirectStandardInput = true })!;
        Thread.Sleep(500); // until they have started
    }

    /// <summary>What such a process does: it works until its standard input closes, which also happens if its parent dies.</summary>
    public static void Spin()
    {
        var ended = false;
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            Volatile.Write(ref ended, true);
        })
        { IsBackground = true }.Start();
        for (var i = 0; !Volatile.Read(ref ended); i++) Thread.SpinWait(1 + (i & 1));
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
