using Ansatz.Explorer.Panels;
using Ansatz.Explorer.Panels.Drawing;
using Ansatz.Explorer.Panels.Flows;
using Ansatz.Explorer.Panels.Losses;
using Ansatz.Explorer.Panels.Interpolation;
using Ansatz.Explorer.Panels.Plane;
using Ansatz.Explorer.Panels.Samples;
using Ansatz.Explorer.Panels.Tables;
using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Flows;
using Ansatz.Studies.Tables;
using Ansatz.Tables;

namespace Ansatz.Explorer;

/// <summary>Which panels the page of a run has, by what the run leaves.</summary>
internal static class PanelTable
{
    /// <summary>The panels of a run, in the order of the page. A run in training has its losses alone.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="isFinished">Whether its model can be opened.</param>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <param name="console">Told what is read.</param>
    /// <exception cref="InvalidDataException">A file of the run is missing or damaged.</exception>
    public static IReadOnlyList<Panel> Of(string folder, bool isFinished, string? cache, IConsole console) =>
        !isFinished ? [new LossesPanel(folder)] : HasHistory(folder) ? [.. OfModel(folder, cache, console), new LossesPanel(folder)] : [.. OfModel(folder, cache, console)];

    private static bool HasHistory(string folder) => new FileInfo(Path.Combine(folder, RunFiles.Table)) is { Exists: true, Length: > 0 };

    private static IEnumerable<Panel> OfModel(string folder, string? cache, IConsole console) => StudyTable.Of(folder) switch
    {
        IAutoencoderStudy study => OfAutoencoder(new LatentModel(study.Open(folder, cache, console))),
        ITableStudy study => OfTable(study.Open(folder)),
        IMachineStudy study => [new ChainPanel(study.Open(folder, cache, console))],
        FlowsStudy study => [new FlowsPanel([.. study.Open(folder).Select(f => new StudyFlow(f.Name, f.Flow))])],
        _ => [],
    };

    private static IEnumerable<Panel> OfAutoencoder(LatentModel model) => [new PlanePanel(model), new DrawingPanel(model), new InterpolationPanel(model), new SamplesPanel(model)];

    // A flow that is given columns has other noise and data for each row of them.
    private static IEnumerable<Panel> OfTable(SavedTable run) =>
        run.Model is FlowTableModel { Transform.Layout: { Numbers: > 0, GivenFeatures: 0 } } flow ? [new TablesPanel(run), new FlowsPanel(TableFlowView.Of(flow))] : [new TablesPanel(run)];
}
