namespace Ansatz.Studies.Runs;

/// <summary>Where a study shows its progress and its result.</summary>
internal interface IConsole
{
    CancellationToken Cancellation { get; }

    /// <summary>The line that runs this again, quoted for a shell.</summary>
    string CommandLine { get; }

    /// <summary>Says something beside the result.</summary>
    void Note(string line);

    /// <summary>Does some work under a progress display.</summary>
    T Track<T>(Func<ProgressDisplay, T> work);

    /// <summary>Writes the result, once: as a JSON document, or what <paramref name="text"/> writes.</summary>
    void Result<T>(T document, JsonTypeInfo<T> type, Action<TextWriter> text);
}

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

/// <summary>Words as a POSIX shell reads them back: those with other than plain characters in single quotes.</summary>
internal static class ShellWords
{
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) => word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=' or ':' or ',' or '+';
}
