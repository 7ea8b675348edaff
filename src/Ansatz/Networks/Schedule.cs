using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>A quantity that changes while a model trains: a learning rate, the weight of a divergence.</summary>
public abstract class Schedule
{
    /// <param name="epoch">Epochs passed, with the fraction of the current one.</param>
    public abstract double At(double epoch);

    /// <summary>The epoch from which on the value no longer changes; early stopping waits for it.</summary>
    public virtual double SettledAt => 0;

    /// <summary>What a configuration file says of it.</summary>
    public abstract override string ToString();

    public static implicit operator Schedule(double value) => new ConstantSchedule(value);
}

/// <summary>Always the same value.</summary>
public sealed class ConstantSchedule(double value) : Schedule
{
    public override double At(double epoch) => value;

    public override string ToString() => $"{value}";
}

/// <summary>From one value to another in a straight line over a number of epochs, and constant from there on.</summary>
public sealed class LinearSchedule(double from, double to, double epochs) : Schedule
{
    public override double At(double epoch) => epoch >= epochs ? to : from + (to - from) * epoch / epochs;

    public override double SettledAt => epochs;

    public override string ToString() => $"linear {from} to {to} over {epochs} epochs";
}

/// <summary>From one value to another in equal ratios over a number of epochs, and constant from there on; both positive.</summary>
public sealed class ExponentialSchedule(double from, double to, double epochs) : Schedule
{
    public override double At(double epoch) => epoch >= epochs ? to : from * DoubleMath.Exp(DoubleMath.Log(to / from) * epoch / epochs);

    public override double SettledAt => epochs;

    public override string ToString() => $"exponential {from} to {to} over {epochs} epochs";
}

/// <summary>
/// A linear rise from 0 over the warm-up, then half a cosine from the peak down to the end. Loshchilov and Hutter, SGDR (2017), equation 5.
/// </summary>
/// <param name="peak">The highest value.</param>
/// <param name="epochs">Where the end is reached.</param>
/// <param name="end">The last value.</param>
/// <param name="warmUp">Epochs of the rise.</param>
public sealed class CosineSchedule(double peak, double epochs, double end = 0, double warmUp = 0) : Schedule
{
    public override double At(double epoch)
    {
        if (epoch < warmUp) return peak * epoch / warmUp;
        if (epoch >= epochs) return end;
        return end + (peak - end) * (1 + DoubleMath.Cos(Math.PI * (epoch - warmUp) / (epochs - warmUp))) / 2;
    }

    public override double SettledAt => epochs;

    public override string ToString() => $"cosine {peak} to {end} over {epochs} epochs" + (warmUp > 0 ? $", warm-up {warmUp}" : "");
}

/// <summary>A value multiplied by a factor every so many epochs.</summary>
public sealed class StepSchedule(double start, double factor, int everyEpochs) : Schedule
{
    public override double At(double epoch)
    {
        var value = start;
        for (var i = everyEpochs; i <= epoch; i += everyEpochs) value *= factor;
        return value;
    }

    public override string ToString() => $"{start}, times {factor} every {everyEpochs} epochs";
}
