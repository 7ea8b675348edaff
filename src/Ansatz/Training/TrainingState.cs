using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>Where training stands: everything that a checkpoint must hold to continue to the same bits, and what a finished training leaves.</summary>
public sealed class TrainingState
{
    internal const string ModelPrefix = "model.";

    private readonly List<EpochRecord> history = [];

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

    /// <summary>Every tensor that a checkpoint holds; once training has finished only the model's own.</summary>
    internal IEnumerable<(string Name, Tensor Values)> Tensors()
    {
        var model = Parameters.Select(p => (ModelPrefix + p.Name, p.Value));
        if (IsFinished) return model;
        return model
            .Concat(Optimizer.Memory.Select(m => ("optimizer." + m.Name, m.Values)))
            .Concat(Average?.Memory.Select(m => ("average." + m.Name, m.Values)) ?? [])
            .Concat(Best?.Memory.Select(m => ("best." + m.Name, m.Values)) ?? []);
    }

    /// <summary>The numbers that a checkpoint holds beside the tensors.</summary>
    internal TrainingPosition Position => new(Step, Optimizer.StepCount, EpochSeconds, IsFinished, Best?.Epoch ?? 0, Best?.Objective ?? double.PositiveInfinity,
        Mean.Sums, [.. history.Select(HistoryText.ToJson)]);

    /// <summary>Goes where a checkpoint stood; its tensors, for which there is room now, are copied afterwards.</summary>
    internal void MoveTo(TrainingPosition position)
    {
        Step = position.Step;
        Optimizer.StepCount = position.StepCount;
        EpochSeconds = position.EpochSeconds;
        IsFinished = position.IsFinished;
        Best?.Resume(position.BestEpoch, position.BestObjective);
        Mean.Sums = position.Mean;
        history.Clear();
        history.AddRange(position.History.Select(HistoryText.FromJson));
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
        if (Best is { Epoch: > 0 }) Best.Restore();
        else Average?.Exchange();
        IsFinished = true;
    }
}
