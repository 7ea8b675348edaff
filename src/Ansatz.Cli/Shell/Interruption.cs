using System.Runtime.InteropServices;

namespace Ansatz.Cli.Shell;

/// <summary>
/// Turns Ctrl-C (and SIGTERM) into a cancellation, with all the time a checkpoint needs. A second one ends the process as if nobody listened.
/// </summary>
/// <remarks>It starts to listen when <see cref="Token"/> is first asked for: printing help needs no signal thread.</remarks>
internal sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\e[?25h";

    private readonly TextWriter error;
    private readonly CancellationTokenSource source;
    private readonly List<PosixSignalRegistration> registrations = [];
    private bool listens;

    public Interruption(TextWriter error) => (this.error, source) = (error, new CancellationTokenSource());

    /// <summary>One that follows another token and no signal.</summary>
    public Interruption(CancellationToken followed)
    {
        error = TextWriter.Null;
        source = CancellationTokenSource.CreateLinkedTokenSource(followed);
        listens = true;
    }

    public CancellationToken Token
    {
        get
        {
            if (!listens) Listen();
            return source.Token;
        }
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Listen()
    {
        listens = true;
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle));
    }

    private void Handle(PosixSignalContext context)
    {
        if (source.IsCancellationRequested)
        {
            if (!Console.IsErrorRedirected) error.Write(ShowCursor);
            return;
        }
        context.Cancel = true;
        source.Cancel();
    }
}
