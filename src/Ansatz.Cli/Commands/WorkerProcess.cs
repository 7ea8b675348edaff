using Ansatz.Mpi;
using Ansatz.Workers;

namespace Ansatz.Cli.Commands;

/// <summary>A command as one of several processes of <c>mpirun</c>. The first prints and writes, and a failure of any ends all with one line.</summary>
internal static class WorkerProcess
{
    // The launcher ends all processes when one of them ends with a failure. So the process that prints the line goes first, and the others wait.
    private static readonly TimeSpan printing = TimeSpan.FromSeconds(1), firstPrints = TimeSpan.FromSeconds(5), othersWait = TimeSpan.FromSeconds(15), launcherWait = TimeSpan.FromSeconds(3);

    /// <summary>The number of threads that leaves each process of this host its share of the cores.</summary>
    public static long Threads() => Math.Max(1, Environment.ProcessorCount / Host.Processes);

    public static void Run(Action<ICommunicator> work)
    {
        var workers = new MpiCommunicator();
        try
        {
            work(workers);
            workers.Dispose();
        }
        catch (OperationCanceledException)
        {
            // All stop after the same step. The first one writes the checkpoint meanwhile.
            workers.Dispose();
            if (workers.Rank > 0) throw new EndedQuietlyException(ExitCode.Interrupted);
            throw;
        }
        catch (Exception e) when (workers.Count > 1)
        {
            End(workers, e);
            throw;
        }
    }

    private static void End(MpiCommunicator workers, Exception exception)
    {
        workers.Abort($"worker {workers.Rank} of {workers.Count}: {ExceptionText.WithoutParameter(exception)}");
        workers.Linger(workers.Rank == 0 ? printing : workers.HasFailedItself ? firstPrints : othersWait);
        // A foreground thread: the process ends after it, and prints its line before.
        if (workers.HasLostAProcess) new Thread(KillLauncher).Start();
        if (workers.Rank > 0 && !workers.HasFailedItself) throw new EndedQuietlyException(ExitCode.Failed);
    }

    private static void KillLauncher()
    {
        Thread.Sleep(launcherWait);
        MpiLauncher.Kill();
    }
}

/// <summary>Ends the process with a code and without a line, because another process prints it.</summary>
internal sealed class EndedQuietlyException(int code) : Exception
{
    public int Code => code;
}
