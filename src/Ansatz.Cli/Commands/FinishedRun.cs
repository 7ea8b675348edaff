using System.Text.Json.Serialization.Metadata;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Reports;
using Ansatz.Studies.Runs;

namespace Ansatz.Cli.Commands;

/// <summary>Writes what a run's folder still lacks after evaluation and figures, and the result to standard output.</summary>
internal static class FinishedRun
{
    /// <param name="call">Whose output it is.</param>
    /// <param name="folder">The run's.</param>
    /// <param name="metrics">The document of <c>metrics.json</c> and <c>--json</c>.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="page">The report.</param>
    /// <param name="summarize">Writes the result for people, given the report's path.</param>
    public static void Leave<TMetrics>(Call call, string folder, TMetrics metrics, JsonTypeInfo<TMetrics> type, ReportPage page, Action<TextWriter, string> summarize)
    {
        RunFiles.WriteJson(Path.Combine(folder, "metrics.json"), metrics, type);
        var report = Path.Combine(folder, "report.html");
        page.Write(report);
        call.Result(metrics, type, writer => summarize(writer, report));
    }
}
