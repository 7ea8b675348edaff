using Ansatz.Networks;

namespace Outside;

/// <summary>A schedule: half as much in each epoch, and constant from the last one on.</summary>
internal sealed class Halving(double start, int lastEpoch) : Schedule
{
    public override double SettledAt => lastEpoch;

    public override double At(double epoch) => start * Math.Pow(0.5, Math.Min(epoch, lastEpoch));

    public override string ToString() => FormattableString.Invariant($"{start}, halved in each of {lastEpoch} epochs");
}
