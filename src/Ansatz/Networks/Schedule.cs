using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>A quantity that changes while a model trains: a learning rate, the weight of a divergence.</summary>
public abstract class Schedule
{
    /// <param name="epoch">Epochs passed, with the fraction of the current one.</param>
    public abstract double At(double epoch);

    /// <summary>The epoch from which on the value no longer changes, infinite if it always does; early stopping should begin there.</summary>
    public abstract double SettledAt { get; }

    /// <summary>What a configuration file says of it.</summary>
    public abstract override string ToString();

    public static implicit operator Schedule(double value) => new ConstantSchedule(value);

    private protected static double Positive(double value, string schedule, string name) => value is > 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{schedule}: {name} is {value}; expected more than 0."));
}

/// <summary>Always the same value.</summary>
/// <param name="value">That value; a number converts to this schedule by itself.</param>
public sealed class ConstantSchedule(double value) : Schedule
{
    public override double At(double epoch) => value;

    public override double SettledAt => 0;

    public override string ToString() => FormattableString.Invariant($"{value}");
}

/// <summary>From one value to another in a straight line over a number of epochs, and constant from there on.</summary>
/// <param name="from">The first value.</param>
/// <param name="to">The last value.</param>
/// <param name="epochs">Where the last value is reached, more than 0.</param>
public sealed class LinearSchedule(double from, double to, double epochs) : Schedule
{
    public override double SettledAt { get; } = Positive(epochs, nameof(LinearSchedule), nameof(epochs));

    public override double At(double epoch) => epoch >= SettledAt ? to : from + (to - from) * epoch / SettledAt;

    public override string ToString() => FormattableString.Invariant($"linear {from} to {to} over {SettledAt} epochs");
}

/// <summary>From one value to another in equal ratios over a number of epochs, and constant from there on.</summary>
/// <param name="from">The first value, more than 0.</param>
/// <param name="to">The last value, more than 0.</param>
/// <param name="epochs">Where the last value is reached, more than 0.</param>
public sealed class ExponentialSchedule(double from, double to, double epochs) : Schedule
{
    private readonly double logRatio = DoubleMath.Log(Positive(to, nameof(ExponentialSchedule), nameof(to)) / Positive(from, nameof(ExponentialSchedule), nameof(from)));

    public override double SettledAt { get; } = Positive(epochs, nameof(ExponentialSchedule), nameof(epochs));

    public override double At(double epoch) => epoch >= SettledAt ? to : from * DoubleMath.Exp(logRatio * epoch / SettledAt);

    public override string ToString() => FormattableString.Invariant($"exponential {from} to {to} over {SettledAt} epochs");
}

/// <summary>Half a cosine from a peak down to an end, and constant from there on. Loshchilov and Hutter, SGDR (2017), equation 5.</summary>
/// <param name="peak">The first value.</param>
/// <param name="epochs">Where the end is reached, more than 0.</param>
/// <param name="end">The last value.</param>
public sealed class CosineSchedule(double peak, double epochs, double end = 0) : Schedule
{
    public override double SettledAt { get; } = Positive(epochs, nameof(CosineSchedule), nameof(epochs));

    public override double At(double epoch) => epoch >= SettledAt ? end : end + (peak - end) * (1 + DoubleMath.Cos(Math.PI * epoch / SettledAt)) / 2;

    public override string ToString() => FormattableString.Invariant($"cosine {peak} to {end} over {SettledAt} epochs");
}

/// <summary>A value that is multiplied by a factor at regular intervals.</summary>
/// <param name="start">The first value.</param>
/// <param name="factor">The factor of each step, 0.1 for instance.</param>
/// <param name="everyEpochs">Epochs between steps, more than 0.</param>
public sealed class StepSchedule(double start, double factor, double everyEpochs) : Schedule
{
    private readonly double everyEpochs = Positive(everyEpochs, nameof(StepSchedule), nameof(everyEpochs));

    public override double SettledAt => factor == 1 ? 0 : double.PositiveInfinity;

    public override double At(double epoch)
    {
        var value = start;
        for (var steps = Math.Floor(epoch / everyEpochs); steps > 0; steps--) value *= factor;
        return value;
    }

    public override string ToString() => FormattableString.Invariant($"{start}, times {factor} every {everyEpochs} epochs");
}

/// <summary>A straight rise from 0, and then another schedule, whose epochs are counted from there.</summary>
/// <param name="epochs">How long it rises, more than 0.</param>
/// <param name="then">What follows; the rise ends at its first value.</param>
public sealed class WarmUpSchedule(double epochs, Schedule then) : Schedule
{
    private readonly double epochs = Positive(epochs, nameof(WarmUpSchedule), nameof(epochs));

    public override double SettledAt => epochs + then.SettledAt;

    public override double At(double epoch) => epoch < epochs ? then.At(0) * epoch / epochs : then.At(epoch - epochs);

    public override string ToString() => FormattableString.Invariant($"warm-up of {epochs} epochs, then {then}");
}
