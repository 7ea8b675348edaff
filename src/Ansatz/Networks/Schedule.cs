using System.Text.Json.Serialization;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>A quantity that changes while a model trains: a learning rate, the weight of a divergence.</summary>
/// <remarks>To write one, derive a record and say its value at an epoch. LinearSchedule, below, is the one to copy.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<Schedule>.Property)]
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(LinearSchedule), "linear")]
[JsonDerivedType(typeof(ExponentialSchedule), "exponential")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(StepSchedule), "step")]
[JsonDerivedType(typeof(WarmUpSchedule), "warm-up")]
public abstract record Schedule
{
    /// <param name="epoch">Epochs passed, with the fraction of the current one.</param>
    public abstract double At(double epoch);

    /// <summary>The epoch from which on the value no longer changes, infinite if it always does; early stopping should begin there.</summary>
    [JsonIgnore]
    public abstract double SettledAt { get; }

    /// <summary>What a report says of it.</summary>
    public abstract override string ToString();

    public static implicit operator Schedule(double value) => new ConstantSchedule(value);

    private protected static double Positive(double value, string schedule, string name) => value is > 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{schedule}: {name} is {value}; expected more than 0."));
}

/// <summary>Always the same value.</summary>
public sealed record ConstantSchedule : Schedule
{
    /// <param name="value">That value; a number converts to this schedule by itself.</param>
    public ConstantSchedule(double value) => Value = value;

    public double Value { get; }

    [JsonIgnore]
    public override double SettledAt => 0;

    public override double At(double epoch) => Value;

    public override string ToString() => FormattableString.Invariant($"{Value}");
}

/// <summary>From one value to another in a straight line over a number of epochs, and constant from there on.</summary>
public sealed record LinearSchedule : Schedule
{
    /// <param name="from">The first value.</param>
    /// <param name="to">The last value.</param>
    /// <param name="epochs">Where the last value is reached, more than 0.</param>
    public LinearSchedule(double from, double to, double epochs) => (From, To, Epochs) = (from, to, Positive(epochs, nameof(LinearSchedule), nameof(epochs)));

    public double From { get; }

    public double To { get; }

    public double Epochs { get; }

    [JsonIgnore]
    public override double SettledAt => Epochs;

    public override double At(double epoch) => epoch >= Epochs ? To : From + (To - From) * epoch / Epochs;

    public override string ToString() => FormattableString.Invariant($"linear {From} to {To} over {Epochs} epochs");
}

/// <summary>From one value to another in equal ratios over a number of epochs, and constant from there on.</summary>
public sealed record ExponentialSchedule : Schedule
{
    private readonly double logRatio;

    /// <param name="from">The first value, more than 0.</param>
    /// <param name="to">The last value, more than 0.</param>
    /// <param name="epochs">Where the last value is reached, more than 0.</param>
    public ExponentialSchedule(double from, double to, double epochs)
    {
        logRatio = DoubleMath.Log(Positive(to, nameof(ExponentialSchedule), nameof(to)) / Positive(from, nameof(ExponentialSchedule), nameof(from)));
        (From, To, Epochs) = (from, to, Positive(epochs, nameof(ExponentialSchedule), nameof(epochs)));
    }

    public double From { get; }

    public double To { get; }

    public double Epochs { get; }

    [JsonIgnore]
    public override double SettledAt => Epochs;

    public override double At(double epoch) => epoch >= Epochs ? To : From * DoubleMath.Exp(logRatio * epoch / Epochs);

    public override string ToString() => FormattableString.Invariant($"exponential {From} to {To} over {Epochs} epochs");
}

/// <summary>Half a cosine from a peak down to an end, and constant from there on. Loshchilov and Hutter, SGDR (2017), equation 5.</summary>
public sealed record CosineSchedule : Schedule
{
    /// <param name="peak">The first value.</param>
    /// <param name="epochs">Where the end is reached, more than 0.</param>
    /// <param name="end">The last value.</param>
    public CosineSchedule(double peak, double epochs, double end = 0) => (Peak, Epochs, End) = (peak, Positive(epochs, nameof(CosineSchedule), nameof(epochs)), end);

    public double Peak { get; }

    public double Epochs { get; }

    public double End { get; }

    [JsonIgnore]
    public override double SettledAt => Epochs;

    public override double At(double epoch) => epoch >= Epochs ? End : End + (Peak - End) * (1 + DoubleMath.Cos(Math.PI * epoch / Epochs)) / 2;

    public override string ToString() => FormattableString.Invariant($"cosine {Peak} to {End} over {Epochs} epochs");
}

/// <summary>A value multiplied by a factor after each period of epochs.</summary>
public sealed record StepSchedule : Schedule
{
    /// <param name="start">The first value.</param>
    /// <param name="factor">What each step multiplies by, 0.1 for instance.</param>
    /// <param name="everyEpochs">Epochs between steps, more than 0.</param>
    public StepSchedule(double start, double factor, double everyEpochs) =>
        (Start, Factor, EveryEpochs) = (start, factor, Positive(everyEpochs, nameof(StepSchedule), nameof(everyEpochs)));

    public double Start { get; }

    public double Factor { get; }

    public double EveryEpochs { get; }

    [JsonIgnore]
    public override double SettledAt => Factor == 1 ? 0 : double.PositiveInfinity;

    public override double At(double epoch)
    {
        var value = Start;
        for (var steps = Math.Floor(epoch / EveryEpochs); steps > 0; steps--) value *= Factor;
        return value;
    }

    public override string ToString() => FormattableString.Invariant($"{Start}, times {Factor} every {EveryEpochs} epochs");
}

/// <summary>A straight rise from 0, and then another schedule, whose epochs are counted from there.</summary>
public sealed record WarmUpSchedule : Schedule
{
    /// <param name="epochs">How long it rises, more than 0.</param>
    /// <param name="then">What follows; the rise ends at its first value.</param>
    public WarmUpSchedule(double epochs, Schedule then) => (Epochs, Then) = (Positive(epochs, nameof(WarmUpSchedule), nameof(epochs)), then);

    public double Epochs { get; }

    public Schedule Then { get; }

    [JsonIgnore]
    public override double SettledAt => Epochs + Then.SettledAt;

    public override double At(double epoch) => epoch < Epochs ? Then.At(0) * epoch / Epochs : Then.At(epoch - Epochs);

    public override string ToString() => FormattableString.Invariant($"warm-up of {Epochs} epochs, then {Then}");
}
