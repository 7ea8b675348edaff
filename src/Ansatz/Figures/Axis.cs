namespace Ansatz.Figures;

/// <summary>How a chart, or a bar of colours, shows one dimension of its data.</summary>
/// <param name="Label">What is measured, with its unit.</param>
public sealed record Axis(string Label = "")
{
    /// <summary>Where the axis starts; by default where the data does, or the tick before.</summary>
    public double? Min { get; init; }

    /// <summary>Where the axis ends; by default where the data does, or the tick after.</summary>
    public double? Max { get; init; }

    /// <summary>Whether only whole numbers get ticks: epochs, counts, indices.</summary>
    public bool IsInteger { get; init; }

    /// <summary>Whether equal distances are equal ratios; numbers that are not positive are then left out.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The ticks, instead of those at 1, 2 or 5 · 10ᵏ.</summary>
    public IReadOnlyList<Tick>? Ticks { get; init; }

    /// <summary>The interval to show: the explicit ends, else those of the data, or by <paramref name="ends"/> a little further out.</summary>
    internal Extent Domain(Extent data, int mostTicks, AxisEnds ends)
    {
        if (Min >= Max || (IsLogarithmic && (Min <= 0 || Max <= 0)))
            throw new ArgumentException($"Axis '{Label}': from {Min} to {Max}; expected an end beyond the start{(IsLogarithmic ? ", both positive" : "")}.", nameof(ends));
        if (IsLogarithmic) data = data.SmallestPositive <= data.Max ? data with { Min = data.SmallestPositive } : new(1, 10);
        if (data.IsEmpty) data = new(0, 1);
        data = new(Min ?? Math.Min(data.Min, Max ?? data.Min), Max ?? Math.Max(data.Max, Min ?? data.Max));
        if (data.Length <= 1e-12 * Math.Max(Math.Abs(data.Min), Math.Abs(data.Max)))
        {
            var widening = data.Min == 0 ? 1 : 0.1 * Math.Abs(data.Min);
            data = new(Min ?? data.Min - widening, Max ?? Min + 2 * widening ?? data.Max + widening);
        }
        var padding = 0.04 * data.Length;
        var wide = ends switch
        {
            AxisEnds.AtTicks or AxisEnds.Padded when IsLogarithmic => LogarithmicTicks.Around(data),
            AxisEnds.AtTicks when Ticks is null => Step(data, mostTicks).Around(data),
            AxisEnds.Padded => new(data.Min - padding, data.Max + padding),
            _ => data,
        };
        return new(Min ?? wide.Min, Max ?? wide.Max);
    }

    /// <summary>The ticks within a domain.</summary>
    internal IReadOnlyList<Tick> TicksWithin(Extent domain, int mostTicks) =>
        Ticks is not null ? [.. Ticks.Where(t => domain.Contains(t.Value))]
        : IsLogarithmic ? LogarithmicTicks.Within(domain, mostTicks)
        : [.. Step(domain, mostTicks).Within(domain)];

    private Ticks Step(Extent interval, int mostTicks) => Figures.Ticks.Dividing(interval.Length, mostTicks, IsInteger ? 1 : 0);
}

/// <summary>Where an axis without explicit ends ends.</summary>
internal enum AxisEnds
{
    /// <summary>Where the data do.</summary>
    AtData,

    /// <summary>A little beyond the data, so that points stay clear of the edge.</summary>
    Padded,

    /// <summary>At the next tick beyond the data.</summary>
    AtTicks,
}
