using System.Runtime.InteropServices;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Workers;

namespace Ansatz.Networks;

/// <summary>
/// How a model is run: the tape that records, whether it trains, and the random stream. The default is evaluation: moving
/// statistics, no dropout, nothing recorded. A forward pass changes nothing: what batch normalization learns on the way is collected here
/// and applied by the trainer after the optimizer's step.
/// </summary>
public readonly struct Pass
{
    private readonly StatisticUpdates? updates;

    /// <param name="tape">The tape of this step, or null outside any.</param>
    /// <param name="isTraining">Whether batch statistics, dropout and the like are on.</param>
    /// <param name="rng">The step's stream; layers fork it by their own names.</param>
    public Pass(Tape? tape, bool isTraining = false, Rng? rng = null) : this(tape, isTraining, rng, default) { }

    /// <summary>A training pass over one part of a batch.</summary>
    internal Pass(Tape? tape, bool isTraining, Rng? rng, Shard shard)
    {
        Shard = shard;
        Tape = tape;
        IsTraining = isTraining;
        Rng = rng;
        updates = isTraining ? new StatisticUpdates() : null;
    }

    private Pass(NetworkTrace trace) => (Tape, Trace) = (trace.Tape, trace);

    /// <summary>A pass that is run for its shapes and operations alone.</summary>
    internal static Pass Of(NetworkTrace trace) => new(trace);

    public Tape? Tape { get; }

    public bool IsTraining { get; }

    public Rng? Rng { get; }

    /// <summary>Which part of the step's batch this pass sees.</summary>
    internal Shard Shard { get; }

    /// <summary>What moving statistics have seen in this pass.</summary>
    internal ReadOnlySpan<StatisticUpdate> Statistics => updates is null ? [] : updates.All;

    /// <summary>Where this pass is run for its shapes and operations alone; null in any other pass.</summary>
    internal NetworkTrace? Trace { get; }

    /// <summary>The parameter as this pass sees it: watched by the tape if there is one.</summary>
    public Tensor this[Parameter parameter] =>
        Trace is not null ? Trace.Watch(parameter)
        : Tape is null ? parameter.Value
        : Tape.Watch(parameter);

    /// <summary>Notes in a training pass that a statistic is to move after the step: value ← momentum·value + (1 − momentum)·observed. In evaluation nothing happens.</summary>
    /// <param name="statistic">A parameter with <c>isTrainable: false</c>.</param>
    /// <param name="observed">What this pass has seen, of the same shape.</param>
    /// <param name="momentum">How much of the old value stays, in [0, 1].</param>
    public void Collect(Parameter statistic, Tensor observed, float momentum) => updates?.Add(new StatisticUpdate(statistic, observed, momentum, null));

    /// <summary>Notes in a training pass that some rows of a statistic are replaced after the step, because this pass alone has changed them.</summary>
    /// <param name="statistic">A parameter with <c>isTrainable: false</c>.</param>
    /// <param name="rows">The new rows, [n, …].</param>
    /// <param name="firstRow">The place of the first of them.</param>
    internal void CollectRows(Parameter statistic, Tensor rows, int firstRow) => updates?.Add(new StatisticUpdate(statistic, rows, 0, firstRow));

    /// <summary>Moves the statistics collected in this pass. Call once, after the optimizer's step and before the tape ends.</summary>
    public void ApplyStatistics() => updates?.Apply();

    /// <summary>The stream of a purpose in this pass.</summary>
    /// <exception cref="InvalidOperationException">The pass was given no stream.</exception>
    public Rng Stream(string name) => (Rng
        ?? throw new InvalidOperationException($"Pass: the stream '{name}' is asked for, but this pass has no randomness; give it an Rng.")).Fork(name);
}

/// <summary>What one statistic has seen.</summary>
/// <param name="Statistic">What is to move.</param>
/// <param name="Observed">A tensor of its shape, or some of its rows.</param>
/// <param name="Momentum">How much of the old value stays.</param>
/// <param name="FirstRow">The place of the first observed row; null where the whole statistic was observed.</param>
internal readonly record struct StatisticUpdate(Parameter Statistic, Tensor Observed, float Momentum, int? FirstRow)
{
    /// <summary>The part of a statistic's elements that was observed.</summary>
    public Span<float> Part(Span<float> elements) => FirstRow is { } row ? elements.Slice(row * (elements.Length / Statistic.Shape[0]), Observed.Length) : elements;

    public void Apply()
    {
        var value = Part(Statistic.Storage());
        ReadOnlySpan<float> seen = Observed.Span;
        if (Momentum == 0)
        {
            seen.CopyTo(value);
            return;
        }
        for (var i = 0; i < value.Length; i++)
            value[i] = MathF.FusedMultiplyAdd(Momentum, value[i], (1 - Momentum) * seen[i]);
    }
}

/// <summary>What moving statistics have seen in one forward pass, in the order seen.</summary>
internal sealed class StatisticUpdates
{
    private readonly List<StatisticUpdate> updates = [];

    public ReadOnlySpan<StatisticUpdate> All => CollectionsMarshal.AsSpan(updates);

    public void Add(StatisticUpdate update) => updates.Add(update);

    public void Apply()
    {
        foreach (var update in updates) update.Apply();
        updates.Clear();
    }
}
