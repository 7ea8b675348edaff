using Ansatz.Random;
using Ansatz.Tensors;

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
    public Pass(Tape? tape, bool isTraining = false, Rng? rng = null)
    {
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
    public void Collect(Parameter statistic, Tensor observed, float momentum) => updates?.Add(statistic, observed, momentum);

    /// <summary>Moves the statistics collected in this pass. Call once, after the optimizer's step and before the tape ends.</summary>
    public void ApplyStatistics() => updates?.Apply();

    /// <summary>The stream of a purpose in this pass.</summary>
    /// <exception cref="InvalidOperationException">The pass was given no stream.</exception>
    public Rng Stream(string name) => (Rng
        ?? throw new InvalidOperationException($"Pass: the stream '{name}' is asked for, but this pass has no randomness; give it an Rng.")).Fork(name);
}

/// <summary>What moving statistics have seen in one forward pass, in the order seen.</summary>
internal sealed class StatisticUpdates
{
    private readonly List<(Parameter Statistic, Tensor Observed, float Momentum)> updates = [];

    public void Add(Parameter statistic, Tensor observed, float momentum) => updates.Add((statistic, observed, momentum));

    public void Apply()
    {
        foreach (var (statistic, observed, momentum) in updates)
        {
            var value = statistic.Storage();
            ReadOnlySpan<float> seen = observed.Span;
            if (momentum == 0)
            {
                seen.CopyTo(value);
                continue;
            }
            for (var i = 0; i < value.Length; i++)
                value[i] = MathF.FusedMultiplyAdd(momentum, value[i], (1 - momentum) * seen[i]);
        }
        updates.Clear();
    }
}
