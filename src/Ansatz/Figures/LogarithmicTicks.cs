using Ansatz.Tensors;

namespace Ansatz.Figures;

/// <summary>Ticks where equal distances are equal ratios: powers of ten, and where there is room twice and five times them.</summary>
internal static class LogarithmicTicks
{
    private static ReadOnlySpan<int> Multiples => [1, 2, 5];

    /// <summary>The smallest interval between 1, 2 or 5 · 10ᵏ that holds another.</summary>
    /// <param name="interval">Positive.</param>
    public static Extent Around(Extent interval)
    {
        var (min, max) = (0.0, double.PositiveInfinity);
        foreach (var tick in All(interval, Multiples))
        {
            if (tick.Value <= interval.Min) min = tick.Value;
            if (tick.Value >= interval.Max && double.IsInfinity(max)) max = tick.Value;
        }
        return new(min, max);
    }

    /// <summary>At most about <paramref name="most"/> ticks within an interval.</summary>
    public static IReadOnlyList<Tick> Within(Extent interval, int most)
    {
        Tick[] powers = [.. All(interval, [1]).Where(t => interval.Contains(t.Value))];
        if (powers.Length * Multiples.Length <= most) return [.. All(interval, Multiples).Where(t => interval.Contains(t.Value))];
        var stride = (powers.Length + most - 1) / most;
        return [.. powers.Where((_, i) => i % stride == 0)];
    }

    /// <summary>All ticks from a decade below the interval to a decade above.</summary>
    private static List<Tick> All(Extent interval, ReadOnlySpan<int> multiples)
    {
        var (first, last) = ((int)Math.Floor(DoubleMath.Log10(interval.Min)) - 1, (int)Math.Ceiling(DoubleMath.Log10(interval.Max)) + 1);
        var ticks = new List<Tick>();
        for (var exponent = first; exponent <= last; exponent++)
            foreach (var multiple in multiples) ticks.Add(Ticks.Single(multiple, exponent));
        return ticks;
    }
}
