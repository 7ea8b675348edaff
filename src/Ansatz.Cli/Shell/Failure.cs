namespace Ansatz.Cli.Shell;

/// <summary>What a command's exception means to its user: one line and an exit code, never a stack trace unless asked for.</summary>
internal static class Failure
{
    /// <summary>Set to 1, this environment variable shows where a failure comes from.</summary>
    public const string DebugVariable = "ANSATZ_DEBUG";

    /// <summary>Writes the line and tells the exit code.</summary>
    public static int Report(Exception exception, TextWriter error)
    {
        var cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
        var (line, code) = Explain(cause);
        error.WriteLine(line.ReplaceLineEndings(" "));
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1") error.WriteLine(exception);
        return code;
    }

    private static (string Line, int Code) Explain(Exception cause) => cause switch
    {
        OperationCanceledException { InnerException: null } e when e.Message != new OperationCanceledException().Message => ($"ansatz: {e.Message}", ExitCode.Interrupted),
        OperationCanceledException => ("ansatz: interrupted", ExitCode.Interrupted),
        UsageException => ($"ansatz: {cause.Message}", ExitCode.WrongUsage),
        IOException or UnauthorizedAccessException or InvalidDataException => ($"ansatz: {cause.Message}", ExitCode.Failed),
        OutOfMemoryException => ("ansatz: out of memory; use fewer images or a smaller batch", ExitCode.Failed),
        _ => ($"ansatz: {cause.Message} ({cause.GetType().Name}, unexpected: {DebugVariable}=1 shows where)", ExitCode.Failed),
    };
}
