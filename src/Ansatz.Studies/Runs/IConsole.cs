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
