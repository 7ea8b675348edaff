namespace Ansatz.Cli.Shell;

/// <summary>Turns Ctrl-C, SIGTERM and SIGHUP into a cancellation, with all the time a checkpoint needs. A second signal ends the process as if nobody listened.</summary>
/// <remarks>
/// It starts to listen when <see cref="Token"/> is first read, because printing help needs no signal thread. A SIGHUP that the process was told to ignore,
/// as <c>nohup</c> does, stays ignored.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\e[?25h", StatusFile = "/proc/self/status", IgnoredField = "SigIgn:";
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
        if (!IgnoresHangup()) registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle));
    }

    // Linux lists the ignored signals as bits, signal 1 (SIGHUP) lowest; elsewhere nothing says so.
    private static bool IgnoresHangup()
    {
        try
        {
            var line = OperatingSystem.IsLinux() ? File.ReadLines(StatusFile).FirstOrDefault(l => l.StartsWith(IgnoredField, StringComparison.Ordinal)) : null;
            return line is not null && ulong.TryParse(line[IgnoredField.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask) && (mask & 1) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
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
