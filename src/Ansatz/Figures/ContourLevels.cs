namespace Ansatz.Figures;

/// <summary>
/// The levels 0, s, 2s, …, n·s of a filled contour plot of values in [0, maximum]: s is the smallest of {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}·10ᵏ
/// that needs no more than 101 steps, n the number of steps that reach the maximum. Band k holds the values from k·s to (k + 1)·s.
/// <para>These are the levels of matplotlib's <c>contourf(…, 100)</c>, that is <c>MaxNLocator(101)</c> with its default steps, where the least value is 0.</para>
/// </summary>
/// <param name="Step">The distance s between levels.</param>
/// <param name="BandCount">The number n of bands: from 68 to 101.</param>
public readonly record struct ContourLevels(double Step, int BandCount)
{
    /// <summary>The largest number of bands.</summary>
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
