namespace Ansatz.Studies.Contours;

/// <summary>
/// The levels 0, s, 2s, …, n·s of a filled contour plot of values in [0, maximum]: s is the smallest of {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}·10ᵏ
/// that needs no more than 101 steps, n the number of steps that reach the maximum. Band k holds the values from k·s to (k + 1)·s.
/// <para>These are the levels of matplotlib's <c>contourf(…, 100)</c>, that is <c>MaxNLocator(101)</c> with its default steps, where the least value is 0.</para>
/// </summary>
/// <param name="Step">The distance s between levels.</param>
/// <param name="BandCount">The number n of bands: from 68 to 101.</param>
internal readonly record struct ContourLevels(double Step, int BandCount)
{
    public const int MaxBandCount = 101;

    /// <summary>Below this a maximum counts as 0, so that no step is lost to underflow.</summary>
    private const float Negligible = 1e-30f;

    private static ReadOnlySpan<double> Mantissas => [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

    /// <summary>The levels for values in [0, maximum]; for a maximum of 0 those of [0, 101], where every value lies in the lowest band.</summary>
    /// <param name="maximum">Finite, 0 or more.</param>
    public static ContourLevels Covering(float maximum)
    {
        if (maximum < Negligible) return new(1, MaxBandCount);
        var least = maximum / (double)MaxBandCount;
        var exponent = 0;
        while (PowerOfTen(exponent) > least) exponent--;
        while (PowerOfTen(exponent + 1) <= least) exponent++;
        var step = 0.0;
        foreach (var mantissa in Mantissas)
        {
            step = exponent < 0 ? mantissa / PowerOfTen(-exponent) : mantissa * PowerOfTen(exponent);
            if (step >= least) break;
        }
        // A maximum that is a level up to rounding needs no band above it.
        return new(step, (int)Math.Ceiling(maximum / step - 1e-10));
    }

    /// <summary>The band's entry in a map of 256 colours: ⌊256 v⌋ where v = (k + ½)/n is the band's midpoint between the first and the last level.</summary>
    public int ColorOf(int band) => 128 * (2 * band + 1) / BandCount;

    private static double PowerOfTen(int exponent)
    {
        var power = 1.0;
        for (var i = Math.Abs(exponent); i > 0; i--) power *= 10;   // exact up to 10²²
        return exponent < 0 ? 1 / power : power;
    }
}

/// <summary>A table of 256 colours for values in [0, 1]: value v takes entry ⌊256 v⌋.</summary>
public sealed class ColorMap
{
    /// <summary>The number of colours in a map.</summary>
    public const int Count = 256;

    private readonly byte[] table;

    /// <param name="table">The colours in ascending order, red, green and blue a byte each: [256·3].</param>
    public ColorMap(ReadOnlySpan<byte> table)
    {
        if (table.Length != 3 * Count)
            throw new ArgumentException($"ColorMap: the table has {table.Length} bytes, expected {3 * Count}: red, green and blue of {Count} colours.");
        this.table = table.ToArray();
    }

    /// <summary>
    /// Black through red, orange and yellow to white. Entry i is the colour of v = i/255: red rises linearly from 0.0416 to 1 at v = 0.365079,
    /// green from 0 there to 1 at 0.746032, blue from 0 there to 1 at 1; each is truncated to a byte. The colours of matplotlib's "hot".
    /// </summary>
    public static ColorMap Hot { get; } = CreateHot();

    /// <summary>The colours in ascending order, red, green and blue a byte each: [256·3].</summary>
    public ReadOnlySpan<byte> Table => table;

    private static ColorMap CreateHot()
    {
        const double Black = 0.0416, RedFull = 0.365079, GreenFull = 0.746032;
        var bytes = new byte[3 * Count];
        for (var i = 0; i < Count; i++)
        {
            var v = i / 255.0;
            bytes[3 * i] = ToByte(Black + (1 - Black) * (v / RedFull));
            bytes[3 * i + 1] = ToByte((v - RedFull) / (GreenFull - RedFull));
            bytes[3 * i + 2] = ToByte((v - GreenFull) / (1 - GreenFull));
        }
        return new ColorMap(bytes);

        static byte ToByte(double brightness) => (byte)(255 * Math.Clamp(brightness, 0, 1));
    }
}
