namespace Ansatz.Studies.Runs;

/// <summary>What a study found: metrics, a report, and what it prints.</summary>
internal abstract class Finding
{
    /// <summary>Writes <c>metrics.json</c> and the report to the run's folder, and the result to the console.</summary>
    public abstract void Write(string folder, IConsole console);
}

/// <inheritdoc cref="Finding"/>
/// <param name="metrics">The document of <c>metrics.json</c> and <c>--json</c>.</param>
/// <param name="type">How it is written to JSON.</param>
/// <param name="page">The report.</param>
/// <param name="numbers">Prints the numbers for people.</param>
/// <param name="hash">The hash of the weights.</param>
/// <param name="lines">What it took: sizes and times.</param>
internal sealed class Finding<TMetrics>(TMetrics metrics, JsonTypeInfo<TMetrics> type, ReportPage page, Action<TextWriter> numbers, string hash, params IReadOnlyList<string> lines) : Finding
{
    public override void Write(string folder, IConsole console)
    {
        RunFiles.WriteText(Path.Combine(folder, RunFiles.Metrics), JsonSerializer.Serialize(metrics, type) + "\n");
        var report = Path.Combine(folder, RunFiles.Report);
        RunFiles.WriteText(report, page.ToHtml());
        console.Result(metrics, type, writer =>
        {
            numbers(writer);
            writer.WriteLine();
            foreach (var line in (IEnumerable<string>)[.. lines, $"weights {hash}", $"report  {report}"]) writer.WriteLine(line);
        });
    }
}
