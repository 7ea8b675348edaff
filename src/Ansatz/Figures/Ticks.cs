using System.Globalization;

namespace Ansatz.Figures;

/// <summary>
/// Ticks at the multiples of a step 1, 2 or 5 · 10ᵏ. A tick is an integer times a decimal step, so its label is exact.
/// </summary>
internal readonly struct Ticks
{
    private const int MostDigits = 6;

    private readonly int mantissa, exponent;

    private Ticks(int mantissa, int exponent) => (this.mantissa, this.exponent) = (mantissa, exponent);

    /// <summary>The distance between ticks.</summary>
    public double Step => Value(1);

    /// <summary>The smallest step that divides a length into at most <paramref name="most"/> parts, at least <paramref name="smallest"/>.</summary>
    /// <param name="length">Positive and finite.</param>
    public static Ticks Dividing(double length, int most, double smallest = 0)
    {
        var target = Math.Max(length / most, smallest) * (1 - 1e-9);
        // The decimal exponent of the target, from its own decimal digits.
        var text = target.ToString("E1", CultureInfo.InvariantCulture);
        var power = int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture) - 1;
        while (true)
        {
            foreach (var multiple in (ReadOnlySpan<int>)[1, 2, 5])
                if (new Ticks(multiple, power) is var ticks && ticks.Step >= target) return ticks;
            power++;
        }
    }

    /// <summary>The smallest interval between ticks that holds another.</summary>
    public Extent Around(Extent interval) => new(Value((long)Math.Floor(interval.Min / Step + 1e-9)), Value((long)Math.Ceiling(interval.Max / Step - 1e-9)));

    /// <summary>The ticks within an interval.</summary>
    public IEnumerable<Tick> Within(Extent interval)
    {
        var (first, last) = ((long)Math.Ceiling(interval.Min / Step - 1e-9), (long)Math.Floor(interval.Max / Step + 1e-9));
        for (var i = first; i <= last; i++) yield return new Tick(Value(i), Label(i));
    }

    /// <summary>The tick at mantissa · 10ᵏ.</summary>
    public static Tick Single(int mantissa, int exponent)
    {
        var ticks = new Ticks(mantissa, exponent);
        return new Tick(ticks.Value(1), ticks.Label(1));
    }

    private double Value(long index) => double.Parse(string.Create(CultureInfo.InvariantCulture, $"{index * mantissa}E{exponent}"), CultureInfo.InvariantCulture);

    private string Label(long index)
    {
        var units = index * mantissa;
        var digits = Math.Abs(units).ToString(CultureInfo.InvariantCulture);
        var sign = units < 0 ? "−" : "";
        if (units == 0) return "0";
        if (digits.Length + exponent > MostDigits || exponent < -5)
        {
            var significant = digits.TrimEnd('0');
            var factor = significant == "1" ? "" : significant.Length == 1 ? $"{significant}×" : $"{significant[0]}.{significant[1..]}×";
            return $"{sign}{factor}10{Superscript(exponent + digits.Length - 1)}";
        }
        if (exponent >= 0) return sign + long.Parse(digits + new string('0', exponent), CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
        var padded = digits.PadLeft(1 - exponent, '0');
        return $"{sign}{padded[..^-exponent]}.{padded[^-exponent..]}";
    }

    /// <summary>An integer in raised digits.</summary>
    private static string Superscript(int value) =>
        (value < 0 ? "⁻" : "") + string.Concat(Math.Abs(value).ToString(CultureInfo.InvariantCulture).Select(d => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d - '0']));
}
