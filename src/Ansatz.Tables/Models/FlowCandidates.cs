using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Tables.Models;

/// <summary>Trains one flow.</summary>
/// <param name="name">What its checkpoint is called.</param>
/// <param name="trainer">Options and stream.</param>
/// <param name="flow">With its first weights.</param>
internal delegate TrainingState TrainOne(string name, Trainer trainer, TableFlow flow);

/// <summary>
/// Two flows, of which the better one on the watched rows is kept: one whose noise is a Gaussian, and one whose noise is the best mixture of the rows. The first finds smooth dependences better,
/// the second clusters.
/// </summary>
internal sealed class FlowCandidates(TableTransform transform, TableRows rows, TableFlowDesign design, TrainerOptions options, Rng rng, CancellationToken cancellation)
{
    private const int MostComponents = 20;

    /// <summary>The better flow and its training.</summary>
    public (FlowTableModel Model, TrainingState Training) Best(TrainOne train)
    {
        var first = Train("gaussian", 1, train);
        if (transform.NumberCount == 0) return first;
        var components = new MixtureChoice(rows, transform.NumberCount, rng.Fork("starts"), cancellation).Best(1, MostComponents).Mixture.ComponentCount;
        if (components == 1) return first;
        var second = Train("mixture", components, train);
        return Objective(second.Training) < Objective(first.Training) ? second : first;
    }

    private (FlowTableModel Model, TrainingState Training) Train(string name, int components, TrainOne train)
    {
        var mixture = transform.NumberCount == 0 ? null : new MixtureChoice(rows, transform.NumberCount, rng.Fork("starts"), cancellation).Of(components)!.Value.Mixture;
        var model = new FlowTableModel(transform, design, mixture?.ComponentCount ?? 0);
        model.Flow.StartFrom(rows, mixture, rng.Fork("weights"));
        return (model, train(name, new Trainer(options, rng.Fork("training")), model.Flow));
    }

    private static double Objective(TrainingState state) => state.History[state.BestEpoch - 1].Validation!.Objective;
}
