using Ansatz.Mixtures;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Tables.Models;

/// <summary>Trains one flow.</summary>
/// <param name="name">What its checkpoint is called.</param>
/// <param name="trainer">Options and stream.</param>
/// <param name="flow">With its first weights.</param>
/// <param name="learnt">The rows it learns.</param>
/// <param name="watched">The rows that end its training.</param>
internal delegate TrainingState TrainOne(string name, Trainer trainer, MemberFlow flow, TableRows learnt, TableRows watched);

/// <summary>
/// Trains the members of a <see cref="TableFlow"/> one after the other. Each watches another ninth of the rows and learns the others. The first two differ in their noise: a Gaussian, which finds
/// smooth dependences better, or the best mixture of the rows, which finds clusters better. The others take the noise of the better one.
/// </summary>
/// <remarks>Breiman, Bagging predictors (1996): members that learn different parts of the data have different errors, and their mean has smaller ones.</remarks>
internal sealed class FlowMembers(TableTransform transform, TableRows rows, TableFlowDesign design, TrainerOptions options, Rng rng, CancellationToken cancellation)
{
    private const int MostComponents = 20;

    private readonly RowLayout layout = transform.Layout;

    private readonly WatchedParts parts = new(rows, rng);

    /// <summary>The model, with the training of the better one of its first two members, and the time of all.</summary>
    public (FlowTableModel Model, TrainingState Training, double Seconds) Train(TrainOne train)
    {
        var choice = layout.Numbers == 0 ? null : new MixtureChoice(rows, layout.Numbers, rng.Fork("starts"), cancellation) { UsesAllRows = false };
        GaussianMixture? gaussian = choice?.Of(1)!.Value.Mixture, best = choice?.Best(1, MostComponents).Mixture;
        var members = new List<Member> { Train(0, gaussian, train) };
        var count = design.MembersFor(rows.Count);
        if (best is { ComponentCount: > 1 } && count > 1) members.Add(Train(1, best, train));
        double[] weights = [.. members.Select(_ => 1.0)];
        var better = members[0];
        if (members.Count > 1)
        {
            weights = TableFlow.WeightsOf([.. members.Select(m => m.Flow.Score(parts.Watched(0), cancellation))]);
            if (weights[1] > weights[0]) better = members[1];
        }
        // The weight of the better kind is shared by all of its kind.
        var shared = weights[members.IndexOf(better)];
        while (members.Count < count) members.Add(Train(members.Count, better.Noise, train));
        var same = members.Count(m => m.Noise == better.Noise);
        weights = [.. members.Select((m, i) => m.Noise == better.Noise ? shared / same : weights[i])];
        var model = new FlowTableModel(transform, design, [.. members.Select(m => m.Noise?.ComponentCount ?? 0)]);
        for (var i = 0; i < members.Count; i++) model.Flow.Take(i, members[i].Flow, weights[i]);
        return (model, better.State, members.Sum(m => m.State.Seconds));
    }

    private Member Train(int index, GaussianMixture? noise, TrainOne train)
    {
        var flow = new MemberFlow(layout, design, noise?.ComponentCount ?? 0, TableFlow.Order(index, layout.Numbers));
        // The first two are compared on the same rows.
        var part = Math.Max(0, index - 1) % WatchedParts.Count;
        var learnt = parts.Learnt(part);
        flow.StartFrom(learnt, noise, rng.Fork("weights").Fork(index));
        return new Member(noise, flow, train($"member-{index + 1}", new Trainer(options, rng.Fork("training").Fork(index)), flow, learnt, parts.Watched(part)));
    }

    private sealed record Member(GaussianMixture? Noise, MemberFlow Flow, TrainingState State);
}
