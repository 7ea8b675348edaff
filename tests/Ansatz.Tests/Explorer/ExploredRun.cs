using System.Diagnostics;
using System.Runtime.InteropServices;
using Ansatz.Cli.Commands;

namespace Ansatz.Tests.Explorer;

/// <summary>The program of <c>ansatz explore</c>, serving a run.</summary>
internal sealed class ExploredRun : IDisposable
{
    private readonly Process program;

    private ExploredRun(Process program, string address) => (this.program, Address) = (program, new Uri(address));

    /// <summary>The page's address, with its token.</summary>
    public Uri Address { get; }

    /// <summary>Starts it as the command does.</summary>
    public static ExploredRun Start(string folder)
    {
        var process = Process.Start(ExplorerStart.Beside(AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory(), folder, "0", "0"))!;
        var address = process.StandardOutput.ReadLine();
        Assert.True(address is not null, address is null ? process.StandardError.ReadToEnd() : "");
        return new ExploredRun(process, address!);
    }

    /// <summary>Whether it ends by itself when the command has ended.</summary>
    public bool EndsWithItsInput()
    {
        program.StandardInput.Close();
        return program.WaitForExit(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        program.Kill();
        program.WaitForExit();
        program.Dispose();
    }
}
