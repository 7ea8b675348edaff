namespace Ansatz.Cli.Shell;

/// <summary>What a command's exception means to its user: one line and an exit code, never a stack trace unless asked for.</summary>
internal static class Failure
{
    /// <summary>Set to 1, this environment variable shows where a failure comes from.</summary>
    public const string DebugVariable = "ANSATZ_DEBUG";

    // What a cancellation says that nobody gave a message.
    private static readonly string silent = new OperationCanceledException().Message;

    /// <summary>Writes the line and tells the exit code.</summary>
    public static int Report(Exception exception, TextWriter error)
    {
        var cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
        var (line, code) = Explain(cause);
        error.WriteLine(Printable(line.ReplaceLineEndings(" ")));
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1") error.WriteLine(exception);
        return code;
    }

    /// <summary>A line that no file can make a terminal obey: control characters are shown as numbers, and it has a longest length.</summary>
    private static string Printable(string line)
    {
        const int Longest = 2000;
        var shown = string.Concat(line.Select(c => char.IsControl(c) ? $"\\u{(int)c:X4}" : $"{c}"));
        return shown.Length <= Longest ? shown : shown[..Longest] + "…";
    }

    private static (string Line, int Code) Explain(Exception cause) => cause switch
    {
        OperationCanceledException => (cause.Message == silent ? "ansatz: interrupted" : $"ansatz: {cause.Message}", ExitCode.Interrupted),
        UsageException => ($"ansatz: {cause.Message}", ExitCode.WrongUsage),
        IOException or UnauthorizedAccessException or InvalidDataException => ($"ansatz: {cause.Message}", ExitCode.Failed),
        ArgumentException => ($"ansatz: {ExceptionText.WithoutParameter(cause)}", ExitCode.Failed),
        // The objective diverged, says the trainer; division by zero and overflow would be faults of the program.
        ArithmeticException and not (DivideByZeroException or OverflowException) => ($"ansatz: {cause.Message}", ExitCode.Failed),
        OutOfMemoryException => ("ansatz: out of memory; use fewer images or a smaller batch", ExitCode.Failed),
        _ => ($"ansatz: {cause.Message} ({cause.GetType().Name}, unexpected: {DebugVariable}=1 shows where)", ExitCode.Failed),
    };
}

/// <summary>What the command tells the program that called it.</summary>
internal static class ExitCode
{
    public const int Done = 0, Failed = 1, WrongUsage = 2;

    /// <summary>128 + SIGINT, as shells count it.</summary>
    public const int Interrupted = 130;
}
