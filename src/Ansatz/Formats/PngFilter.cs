namespace Ansatz.Formats;

/// <summary>
/// The five row filters of PNG: each byte less a prediction from the bytes to its left (a), above (b) and above left (c),
/// a whole pixel away. 0 none, 1 left a, 2 up b, 3 average ⌊(a + b)/2⌋, 4 Paeth: whichever of a, b, c is nearest to a + b − c.
/// Source: ISO/IEC 15948 (PNG), clause 9.
/// </summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>Filters a row by the filter whose output, as signed bytes, has the smallest sum of magnitudes; returns that filter.</summary>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it; zeros for the first.</param>
    /// <param name="pixelSize">Bytes a pixel.</param>
    /// <param name="filtered">The best filter's output, as long as the row.</param>
    /// <param name="trial">Working space, as long as the row.</param>
    public static byte Apply(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelSize, Span<byte> filtered, Span<byte> trial)
    {
        var best = 0;
        var bestSum = long.MaxValue;
        for (var filter = 0; filter < Count && bestSum > 0; filter++)
        {
            var sum = filter switch
            {
                0 => Subtract<ByNothing>(row, above, pixelSize, trial, bestSum),
                1 => Subtract<ByLeft>(row, above, pixelSize, trial, bestSum),
                2 => Subtract<ByUp>(row, above, pixelSize, trial, bestSum),
                3 => Subtract<ByAverage>(row, above, pixelSize, trial, bestSum),
                _ => Subtract<ByPaeth>(row, above, pixelSize, trial, bestSum),
            };
            if (sum >= bestSum) continue;
            (best, bestSum) = (filter, sum);
            trial.CopyTo(filtered);
        }
        return (byte)best;
    }

    /// <summary>Undoes a filter in place.</summary>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelSize)
    {
        switch (filter)
        {
            case 1: Add<ByLeft>(row, above, pixelSize); break;
            case 2: Add<ByUp>(row, above, pixelSize); break;
            case 3: Add<ByAverage>(row, above, pixelSize); break;
            case 4: Add<ByPaeth>(row, above, pixelSize); break;
        }
    }

    // Stops when the sum is enough to lose.
    private static long Subtract<TPrediction>(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelSize, Span<byte> filtered, long enough)
        where TPrediction : IPrediction
    {
        var sum = 0L;
        for (var i = 0; i < row.Length && sum < enough; i++)
        {
            var (a, c) = i < pixelSize ? (0, 0) : (row[i - pixelSize], above[i - pixelSize]);
            var value = (sbyte)(row[i] - TPrediction.Of(a, above[i], c));
            filtered[i] = (byte)value;
            sum += Math.Abs((int)value);
        }
        return sum;
    }

    private static void Add<TPrediction>(Span<byte> row, ReadOnlySpan<byte> above, int pixelSize) where TPrediction : IPrediction
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (a, c) = i < pixelSize ? (0, 0) : (row[i - pixelSize], above[i - pixelSize]);
            row[i] += (byte)TPrediction.Of(a, above[i], c);
        }
    }

    private interface IPrediction
    {
        static abstract int Of(int a, int b, int c);
    }

    private readonly struct ByNothing : IPrediction
    {
        public static int Of(int a, int b, int c) => 0;
    }

    private readonly struct ByLeft : IPrediction
    {
        public static int Of(int a, int b, int c) => a;
    }

    private readonly struct ByUp : IPrediction
    {
        public static int Of(int a, int b, int c) => b;
    }

    private readonly struct ByAverage : IPrediction
    {
        public static int Of(int a, int b, int c) => (a + b) >> 1;
    }

    private readonly struct ByPaeth : IPrediction
    {
        public static int Of(int a, int b, int c)
        {
            var (toA, toB, toC) = (Math.Abs(b - c), Math.Abs(a - c), Math.Abs(a + b - c - c));
            return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
        }
    }
}
