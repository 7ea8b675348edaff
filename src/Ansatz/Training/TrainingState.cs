using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>Where training stands: everything that a checkpoint must hold to continue to the same bits, and what a finished training leaves.</summary>
public sealed class TrainingState
{
    private readonly List<EpochRecord> history = [];
    private readonly Dictionary<Parameter, float[]> best = [];

    internal TrainingState(IReadOnlyList<Parameter> parameters, Optimizer optimizer, EarlyStopping? earlyStopping)
    {
        Parameters = parameters;
        Optimizer = optimizer;
        EarlyStopping = earlyStopping;
    }

    public IReadOnlyList<EpochRecord> History => history;

    /// <summary>Epochs completed.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The epoch whose weights were kept, counted from 1; the last one where nothing was selected.</summary>
    public int BestEpoch => EarlyStopping is { BestEpoch: > 0 } stopping ? stopping.BestEpoch : Epoch;

    /// <summary>Seconds in training steps, all epochs.</summary>
    public double Seconds => history.Sum(r => r.Seconds) + EpochSeconds;

    internal IReadOnlyList<Parameter> Parameters { get; }

    internal Optimizer Optimizer { get; }

    internal EarlyStopping? EarlyStopping { get; }

    /// <summary>Steps done in the epoch under way.</summary>
    internal int Step { get; set; }

    /// <summary>Steps done in all.</summary>
    internal long StepCount { get; set; }

    internal double EpochSeconds { get; set; }

    internal bool IsFinished { get; set; }

    internal MetricsMean Mean { get; } = new();

    internal IReadOnlyDictionary<Parameter, float[]> Best => best;

    internal void EndEpoch(EpochRecord record)
    {
        history.Add(record);
        Epoch = record.Epoch;
        Step = 0;
        EpochSeconds = 0;
        Mean.Clear();
        if (EarlyStopping is not null && record.Validation is { } v && EarlyStopping.Observe(record.Epoch, v.Objective)) KeepBest();
    }

    internal void RestoreBest()
    {
        foreach (var (parameter, values) in best) parameter.Assign(values);
    }

    internal void Restore(IEnumerable<EpochRecord> records)
    {
        history.Clear();
        history.AddRange(records);
    }

    internal void RestoreBest(Parameter parameter, float[] values) => best[parameter] = values;

    private void KeepBest()
    {
        foreach (var parameter in Parameters)
        {
            if (!best.TryGetValue(parameter, out var values)) best[parameter] = values = new float[parameter.Shape.Size];
            parameter.Value.CopyTo(values);
        }
    }
}
