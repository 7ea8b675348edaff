using Ansatz.Cli.Shell;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Reports;

namespace Ansatz.Cli.Commands;

/// <summary>Leaves what training an autoencoder of images found: the run's files, its report, and the numbers on standard output.</summary>
internal static class AutoencoderTelling
{
    public static void Tell(Call call, AutoencoderConfig config, AutoencoderOutcome outcome, string folder, Origin origin, string title)
    {
        var known = KnownResult.Beside(config);
        FinishedRun.Leave(call, folder, outcome.Metrics, AutoencoderJson.Default.AutoencoderMetrics, new AutoencoderReport(config, outcome, origin, title, known).Page(),
            (writer, report) => AutoencoderNumbers.Summarize(writer, outcome.Metrics, known, report));
    }
}
