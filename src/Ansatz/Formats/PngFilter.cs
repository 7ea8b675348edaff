using System.Runtime.Intrinsics;

namespace Ansatz.Formats;

/// <summary>
/// The five row filters of PNG. A filter subtracts from each byte a prediction from the bytes to its left (a), above (b) and above left (c),
/// each one pixel away. 0 none, 1 left a, 2 up b, 3 average ⌊(a + b)/2⌋, 4 Paeth: whichever of a, b, c is nearest to a + b − c.
/// Source: ISO/IEC 15948 (PNG), clause 9.
/// </summary>
internal static class PngFilter
{
    public const int Count = 5;

    private const int Width = 64;

    /// <summary>Filters a row by the filter whose output, as signed bytes, has the smallest sum of magnitudes; returns that filter.</summary>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it; zeros for the first.</param>
    /// <param name="pixelSize">Bytes per pixel.</param>
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
                0 => Subtract<ByNothing>(row, above, pixelSize, trial),
                1 => Subtract<ByLeft>(row, above, pixelSize, trial),
                2 => Subtract<ByUp>(row, above, pixelSize, trial),
                3 => Subtract<ByAverage>(row, above, pixelSize, trial),
                _ => Subtract<ByPaeth>(row, above, pixelSize, trial),
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

    // The first pixel has no left neighbour. From the second pixel on, bytes do not depend on each other, so 64 are computed at once.
    private static long Subtract<TPrediction>(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelSize, Span<byte> filtered)
        where TPrediction : IPrediction
    {
        var sum = 0L;
        var i = 0;
        for (; i < Math.Min(pixelSize, row.Length); i++) sum += Magnitude(filtered[i] = (byte)(row[i] - TPrediction.Of(0, above[i], 0)));
        while (i <= row.Length - Width)
        {
            // Each iteration adds two magnitudes of at most 128 to each 16-bit sum.
            const int MostTurns = 255;
            var sums = Vector512<ushort>.Zero;
            for (var turn = 0; turn < MostTurns && i <= row.Length - Width; turn++, i += Width)
            {
                var value = Load(row, i) - TPrediction.Of(Load(row, i - pixelSize), Load(above, i), Load(above, i - pixelSize));
                value.CopyTo(filtered[i..]);
                var (low, high) = Vector512.Widen(Vector512.Min(value, Vector512<byte>.Zero - value));
                sums += low + high;
            }
            for (var lane = 0; lane < Vector512<ushort>.Count; lane++) sum += sums[lane];
        }
        for (; i < row.Length; i++) sum += Magnitude(filtered[i] = (byte)(row[i] - TPrediction.Of(row[i - pixelSize], above[i], above[i - pixelSize])));
        return sum;
    }

    private static Vector512<byte> Load(ReadOnlySpan<byte> bytes, int at) => Vector512.Create(bytes.Slice(at, Width));

    private static int Magnitude(byte value) => Math.Abs((int)(sbyte)value);

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

        static abstract Vector512<byte> Of(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c);
    }

    private readonly struct ByNothing : IPrediction
    {
        public static int Of(int a, int b, int c) => 0;

        public static Vector512<byte> Of(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) => Vector512<byte>.Zero;
    }

    private readonly struct ByLeft : IPrediction
    {
        public static int Of(int a, int b, int c) => a;

        public static Vector512<byte> Of(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) => a;
    }

    private readonly struct ByUp : IPrediction
    {
        public static int Of(int a, int b, int c) => b;

        public static Vector512<byte> Of(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) => b;
    }

    private readonly struct ByAverage : IPrediction
    {
        public static int Of(int a, int b, int c) => (a + b) >> 1;

        public static Vector512<byte> Of(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) => (a & b) + ((a ^ b) >>> 1);
    }

    private readonly struct ByPaeth : IPrediction
    {
        public static int Of(int a, int b, int c)
        {
            var (toA, toB, toC) = (Math.Abs(b - c), Math.Abs(a - c), Math.Abs(a + b - c - c));
            return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
        }

        // a + b − c lies |a − c| ∓ |b − c| from c. If a and b lie on the same side of c, the distance is the sum of the two, and c is never the nearest; its distance is then set to 255.
        public static Vector512<byte> Of(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c)
        {
            Vector512<byte> toA = Distance(b, c), toB = Distance(a, c);
            var isBetween = Vector512.LessThan(a, c) ^ Vector512.LessThan(b, c);
            var toC = Distance(toA, toB) | ~isBetween;
            var isA = Vector512.LessThanOrEqual(toA, Vector512.Min(toB, toC));
            return Vector512.ConditionalSelect(isA, a, Vector512.ConditionalSelect(Vector512.LessThanOrEqual(toB, toC), b, c));
        }

        private static Vector512<byte> Distance(Vector512<byte> x, Vector512<byte> y) => Vector512.Max(x, y) - Vector512.Min(x, y);
    }
}
