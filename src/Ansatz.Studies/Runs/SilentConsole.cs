namespace Ansatz.Studies.Runs;

/// <summary>Shows nothing.</summary>
internal sealed class SilentConsole(string commandLine, CancellationToken cancellation) : IConsole
{
    public CancellationToken Cancellation => cancellation;
    public string CommandLine => commandLine;

    public void Note(string line)
    {
    }

    public T Track<T>(Func<ProgressDisplay, T> work) => work(new SilentProgress());

    public void Result<T>(T document, JsonTypeInfo<T> type, Action<TextWriter> text)
    {
    }
}
