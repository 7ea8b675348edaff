namespace Ansatz.Figures;

/// <summary>The numbers from Min to Max; empty when Min &gt; Max.</summary>
internal readonly record struct Interval(double Min, double Max)
{
    public static Interval Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => Min > Max;

    public double Length => Max - Min;

    /// <summary>The smallest interval that holds every finite value.</summary>
    public static Interval Of(IEnumerable<double> values)
    {
        var interval = Empty;
        foreach (var value in values) interval = interval.Including(value);
        return interval;
    }

    /// <summary>The smallest interval that also holds a value; one that is not finite adds nothing.</summary>
    public Interval Including(double value) => double.IsFinite(value) ? new(Math.Min(Min, value), Math.Max(Max, value)) : this;

    public Interval Including(Interval other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    public bool Contains(double value) => value >= Min && value <= Max;
}
