using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>Where training stands: everything that a checkpoint must hold to continue to the same bits, and what a finished training leaves.</summary>
public sealed class TrainingState
{
    internal const string ModelPrefix = "model.";

    private const string BestPrefix = "best.";

    private readonly EpochTable history = new();

    internal TrainingState(IReadOnlyList<Parameter> parameters, TrainerOptions options)
    {
        Parameters = parameters;
        Optimizer = options.Optimizer.Start(parameters);
        Best = options.EarlyStopping is { } rule ? new BestWeights(parameters, rule) : null;
        Average = options.AverageDecay is { } decay ? new WeightAverage(parameters, decay) : null;
    }

    public IReadOnlyList<EpochRecord> History => history;

    /// <summary>Epochs completed.</summary>
    public int Epoch => history.Count;

    /// <summary>The epoch whose weights were kept, counted from 1; the last one where nothing was selected.</summary>
    public int BestEpoch => Best is { Epoch: > 0 } best ? best.Epoch : Epoch;

    /// <summary>Seconds in training steps, all epochs.</summary>
    public double Seconds => history.Sum(r => r.Seconds) + EpochSeconds;

    internal IReadOnlyList<Parameter> Parameters { get; }

    internal OptimizerState Optimizer { get; }

    internal BestWeights? Best { get; }

    internal WeightAverage? Average { get; }

    /// <summary>Steps done in the epoch under way.</summary>
    internal int Step { get; set; }

    internal double EpochSeconds { get; set; }

    /// <summary>Means over the steps of the epoch under way.</summary>
    internal MetricsMean Mean { get; } = new();

    /// <summary>Whether the weights are the final ones: the best, or the averaged, or the last.</summary>
    internal bool IsFinished { get; private set; }

    /// <summary>Every tensor that a checkpoint holds. A finished training keeps them all, because it may go on for more epochs.</summary>
    internal IEnumerable<(string Name, Tensor Values)> Tensors() => IsModelAlone ? OfModel : OfModel
        .Concat(Optimizer.Memory.Select(m => ("optimizer." + m.Name, m.Values)))
        .Concat(Average?.Memory.Select(m => ("average." + m.Name, m.Values)) ?? [])
        .Concat(Best?.Memory.Select(m => (BestPrefix + m.Name, m.Values)) ?? []);

    private IEnumerable<(string Name, Tensor Values)> OfModel => ParameterList.Named(Parameters).Select(p => (ModelPrefix + p.Name, p.Parameter.Value));

    /// <summary>Whether the checkpoint held no more than the weights of a finished training, as version 0.1 wrote it; such a training cannot go on.</summary>
    internal bool IsModelAlone { get; set; }

    /// <summary>The names and shapes of <see cref="Tensors"/> at another place in the training.</summary>
    internal IEnumerable<(string Name, Shape Shape)> LayoutAt(TrainingPosition position)
    {
        var others = Tensors().Where(t => !t.Name.StartsWith(BestPrefix, StringComparison.Ordinal)).Select(t => (t.Name, t.Values.Shape));
        return Best is null || position.BestEpoch == 0 ? others : others.Concat(ParameterList.Named(Parameters).Select(p => (BestPrefix + p.Name, p.Parameter.Shape)));
    }

    /// <summary>The numbers that a checkpoint holds beside the tensors.</summary>
    internal TrainingPosition Position => new(Step, Optimizer.StepCount, EpochSeconds, IsFinished, Best?.Epoch ?? 0, Best?.Objective ?? double.PositiveInfinity,
        Mean.Sums, history.Names is null ? [.. history.Select(HistoryText.ToJson)] : [], history.Names is var (train, validation) ? new HistoryNames(train, validation) : null);

    /// <summary>The history as a checkpoint holds it beside <see cref="Position"/>; empty where the position says it in lines.</summary>
    internal ReadOnlyMemory<float> HistoryBits => history.Names is null ? default : history.Bits;

    /// <summary>Goes where a checkpoint stood; its tensors, for which there is room now, are copied afterwards.</summary>
    /// <param name="position">Checked by <see cref="TrainingPosition.Check"/>.</param>
    /// <param name="epochs">The records of its history.</param>
    internal void MoveTo(TrainingPosition position, IEnumerable<EpochRecord> epochs)
    {
        Step = position.Step;
        Optimizer.StepCount = position.StepCount;
        EpochSeconds = position.EpochSeconds;
        IsFinished = position.IsFinished;
        Best?.Resume(position.BestEpoch, position.BestObjective);
        Mean.Sums = position.Mean;
        history.Clear();
        foreach (var epoch in epochs) history.Add(epoch);
    }

    internal void EndEpoch(EpochRecord record)
    {
        history.Add(record);
        Step = 0;
        EpochSeconds = 0;
        Mean.Clear();
    }

    /// <summary>Leaves the model with the weights that are to be kept.</summary>
    internal void Finish()
    {
        ExchangeKept();
        IsFinished = true;
    }

    /// <summary>Gives the model the weights of its last step again, for more epochs.</summary>
    internal void Reopen()
    {
        ExchangeKept();
        IsFinished = false;
    }

    private void ExchangeKept()
    {
        if (Best is { Epoch: > 0 }) Best.Exchange();
        else Average?.Exchange();
    }
}
