using Ansatz.Cli.Reports;
using Ansatz.Cli.Runs;
using Ansatz.Cli.Shell;
using Ansatz.Cli.Studies;
using Ansatz.Training;

namespace Ansatz.Cli.Commands;

/// <summary>Leaves what training an autoencoder of images found: the run's files, its report, and the numbers on standard output.</summary>
internal static class AutoencoderTelling
{
    public static void Tell(Call call, AutoencoderConfig config, AutoencoderOutcome outcome, string folder, Origin origin, string title)
    {
        RunFiles.WriteHistory(folder, outcome.Training.History);
        RunFiles.WriteJson(Path.Combine(folder, "metrics.json"), outcome.Metrics, AutoencoderJson.Default.AutoencoderMetrics);
        ModelFile.Save(outcome.Model, Path.Combine(folder, "model.safetensors"));
        var known = KnownResult.Beside(config);
        var report = Path.Combine(folder, "report.html");
        new AutoencoderReport(config, outcome, origin, title, known).Page().Write(report);
        call.Result(outcome.Metrics, AutoencoderJson.Default.AutoencoderMetrics, writer => AutoencoderNumbers.Summarize(writer, outcome.Metrics, known, report));
    }
}
