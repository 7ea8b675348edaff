using Ansatz.Networks;

namespace Outside;

/// <summary>A schedule: half as much in each epoch, and constant from the last one on.</summary>
internal sealed record Halving(double Start, int LastEpoch) : Schedule
{
    public override double SettledAt => LastEpoch;

    public override double At(double epoch) => Start * Math.Pow(0.5, Math.Min(epoch, LastEpoch));

    public override string ToString() => FormattableString.Invariant($"{Start}, halved in each of {LastEpoch} epochs");
}
