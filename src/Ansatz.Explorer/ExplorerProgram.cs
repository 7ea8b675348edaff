namespace Ansatz.Explorer;

/// <summary>The program from its arguments to its exit code.</summary>
internal static class ExplorerProgram
{
    /// <summary>Serves the page until it is told to end, or until the command that started it has ended and so closed its input.</summary>
    /// <param name="args">RUN PORT THREADS [CACHE]; 0 threads are one per core.</param>
    /// <param name="input">Ends with the command.</param>
    /// <param name="output">Gets the address, on one line.</param>
    /// <param name="error">Gets one line of what is wrong.</param>
    public static async Task<int> Run(string[] args, TextReader input, TextWriter output, TextWriter error)
    {
        if (args is not [var folder, var port, var threads, ..])
        {
            await error.WriteLineAsync("found other arguments; expected RUN PORT THREADS [CACHE]; use: ansatz explore RUN");
            return 2;
        }
        try
        {
            if (int.Parse(threads, CultureInfo.InvariantCulture) is > 0 and var count) Parallelism.ThreadCount = count;
            var site = new Site(folder, args.Length > 3 ? args[3] : null);
            await using var server = await WebServer.Start(int.Parse(port, CultureInfo.InvariantCulture), site.Find);
            await output.WriteLineAsync(server.Address);
            await output.FlushAsync();
            await Task.WhenAny(server.Ended, input.ReadToEndAsync());
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            await error.WriteLineAsync(ExceptionText.WithoutParameter(e).ReplaceLineEndings(" "));
            return 1;
        }
    }
}
