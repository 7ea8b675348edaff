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

/// <summary>A stream for progress and errors that may be lost: a closed or full standard error must not end a training. What cannot be written is dropped.</summary>
internal sealed class ForgivingWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;
    public override void Write(char value) => Try(() => inner.Write(value));
    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));
    public override void Write(string? value) => Try(() => inner.Write(value));
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));
    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Nobody can be told: this is the stream for telling.
        }
    }
}

/// <summary>Stands for a standard output that cannot be opened: writing to it fails with the reason.</summary>
internal sealed class BrokenWriter(Exception reason) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;
    public override void Write(char value) => throw new IOException(reason.Message, reason);
}
