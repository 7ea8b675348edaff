namespace Ansatz.Figures;

/// <summary>The numbers from Min to Max; empty when Min &gt; Max.</summary>
/// <param name="SmallestPositive">The smallest positive number of those it was made to hold: where a logarithmic axis starts.</param>
internal readonly record struct Extent(double Min, double Max, double SmallestPositive = double.PositiveInfinity)
{
    public static Extent Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => Min > Max;

    public double Length => Max - Min;

    /// <summary>The smallest interval that holds every finite value.</summary>
    public static Extent Of(IEnumerable<double> values)
    {
        var interval = Empty;
        foreach (var value in values) interval = interval.Including(value);
        return interval;
    }

    /// <summary>The smallest interval that also holds a value; one that is not finite adds nothing.</summary>
    public Extent Including(double value) => double.IsFinite(value) ? Including(new Extent(value, value, value > 0 ? value : double.PositiveInfinity)) : this;

    public Extent Including(Extent other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max), Math.Min(SmallestPositive, other.SmallestPositive));

    public bool Contains(double value) => value >= Min && value <= Max;
}
