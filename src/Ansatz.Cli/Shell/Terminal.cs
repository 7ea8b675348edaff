namespace Ansatz.Cli.Shell;

/// <summary>Where a command writes: results to <see cref="Out"/>, progress and errors to <see cref="Error"/>.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsInteractive">A person watches <paramref name="Error"/> on a terminal that can move its cursor.</param>
/// <param name="HasColor">That terminal shows colours and its user wants them.</param>
/// <param name="Width">Its columns.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive = false, bool HasColor = false, int Width = Terminal.DefaultWidth)
{
    public const int DefaultWidth = 100;
    private const int NarrowestWidth = 40;

    /// <summary>The process's own streams. A closed standard error loses progress and nothing else; a closed standard output fails when a result is written.</summary>
    public static Terminal OfProcess()
    {
        var error = new ForgivingWriter(Opened(() => Console.Error, _ => TextWriter.Null));
        var output = Opened(() => Console.Out, reason => new BrokenWriter(reason));
        var isInteractive = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "");
        // https://no-color.org: any value but the empty one means no colour.
        var hasColor = isInteractive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(output, error, isInteractive, hasColor, isInteractive ? WidthOfWindow() : DefaultWidth);
    }

    private static TextWriter Opened(Func<TextWriter> open, Func<Exception, TextWriter> otherwise)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return otherwise(e);
        }
    }

    private static int WidthOfWindow()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? Math.Max(width, NarrowestWidth) : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}
