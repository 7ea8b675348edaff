namespace Ansatz.Tensors;

internal static partial class DoubleMath
{
    /// <summary>Up to this angle, a multiple of π/2 is subtracted in three parts. Larger angles are multiplied by those digits of 2/π that affect the result.</summary>
    public const double LargestPlainAngle = 1 << 30;

    // The bits of 2/π after the binary point, 64 per word.
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
        0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
        0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
        0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
    ];

    /// <summary>r + low = x − quarter · π/2 with |r| ≤ π/4 (to rounding) and quarter modulo 4; NaN for ±∞.</summary>
    public static double ReduceAngle(double x, out double low, out int quarter)
    {
        if (!(Math.Abs(x) <= LargestPlainAngle)) return ReduceLargeAngle(x, out low, out quarter);
        const double TwoOverPiRounded = 0.63661977236758138;
        var n = Math.Round(x * TwoOverPiRounded);
        quarter = (int)n & 3;
        // The first difference is exact. The product with the second part of π/2 is split into two numbers, so only terms of order 2⁻¹⁰⁶n are rounded.
        var first = Fma(n, -HalfPi, x);
        var product = n * HalfPiLow;
        var r = first - product;
        var part = first - r;
        low = ((first - (r + part)) + (part - product)) - (Fma(n, HalfPiLow, -product) + n * HalfPiLowest);
        var rounded = r + low;
        low = (r - rounded) + low;
        return rounded;
    }

    /// <summary>
    /// For x = m·2ᵉ with a 53-bit integer m, the bits of 2/π whose product with x is a multiple of 4 are skipped. The next 192 bits are enough, because every
    /// double differs by at least about 2⁻⁶¹ from a multiple of π/2.
    /// </summary>
    /// <remarks>Payne, Hanek, "Radian reduction for trigonometric functions", ACM SIGNUM Newsletter 18, 1983.</remarks>
    private static double ReduceLargeAngle(double x, out double low, out int quarter)
    {
        (low, quarter) = (0, 0);
        if (!double.IsFinite(x)) return double.NaN;
        var bits = BitConverter.DoubleToInt64Bits(x);
        var m = (ulong)((bits & FractionMask) | (1L << 52));
        var skip = (int)((bits >> 52) & 0x7ff) - 1075 - 2;

        // skip is negative only for |x| just above LargestPlainAngle. The bits before the binary point are zeros.
        var (w0, w1, w2) = (WindowOfTwoOverPi(skip), WindowOfTwoOverPi(skip + 64), WindowOfTwoOverPi(skip + 128));
        var product = ((UInt128)(unchecked(m * w0)) << 64) + (UInt128)m * w1 + (((UInt128)m * w2) >> 64);

        quarter = (int)(product >> 126);
        var fraction = (Int128)(product << 2);         // in quarter turns · 2¹²⁸, now from −½ to ½
        if (fraction < 0) quarter++;

        // The upper 53 bits convert exactly to f, the next 75 with one rounding to fLow.
        const double Unit = 1.0 / 18446744073709551616.0;
        var upper = (long)(fraction >> 64);
        var f = (upper & ~0x7ffL) * Unit;
        var fLow = ((upper & 0x7ffL) + (ulong)fraction * Unit) * Unit;

        var r = f * HalfPi;
        low = Fma(f, HalfPi, -r) + Fma(f, HalfPiLow, fLow * HalfPi);
        var rounded = r + low;
        low = (r - rounded) + low;
        if (x < 0) (rounded, low, quarter) = (-rounded, -low, -quarter);
        quarter &= 3;
        return rounded;
    }

    /// <summary>64 bits of 2/π, from a position after the binary point on. Bits before the binary point are zeros.</summary>
    private static ulong WindowOfTwoOverPi(int start)
    {
        if (start < 0) return start <= -64 ? 0 : TwoOverPi[0] >> -start;
        var (word, shift) = (start >> 6, start & 63);
        return shift == 0 ? TwoOverPi[word] : (TwoOverPi[word] << shift) | (TwoOverPi[word + 1] >> (64 - shift));
    }
}
