using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// Sums of x − c, or of its square, in double along the middle dimension of [outer, count, inner]; each output has its own center c. In double, the squares of
/// floats neither overflow nor underflow.
/// </summary>
/// <remarks>
/// In a row, lane l of a block sums elements l, l + 8, …; the lanes are folded in the fixed tree, and the blocks are added in order. In columns, lanes are
/// columns, and each column is one chain. The shape alone decides the order.
/// </remarks>
internal static unsafe class DoubleSums
{
    /// <summary>sums[o, i] = ∑ₙ x[o, n, i].</summary>
    public static void Sum(AxisSplit shape, ReadOnlySpan<float> x, Span<double> sums) => Run<Deviation>(shape, x, [], sums);

    /// <summary>sums[o, i] = ∑ₙ (x[o, n, i] − centers[o, i])²; without centers, of x².</summary>
    public static void SumSquares(AxisSplit shape, ReadOnlySpan<float> x, ReadOnlySpan<double> centers, Span<double> sums) => Run<SquaredDeviation>(shape, x, centers, sums);

    /// <summary>gx[o, n, i] = factors[o, i]·(x[o, n, i] − centers[o, i]), and 0 where the factor is 0; without centers, of x.</summary>
    public static void Scale(AxisSplit shape, ReadOnlySpan<float> x, ReadOnlySpan<double> centers, ReadOnlySpan<double> factors, Span<float> gx)
    {
        Lengths.Expect(nameof(DoubleSums), "x", shape.Length, x.Length);
        Lengths.Expect(nameof(DoubleSums), "the gradient of x", shape.Length, gx.Length);
        Lengths.Expect(nameof(DoubleSums), "the factors", shape.LengthWithout, factors.Length);
        if (!centers.IsEmpty) Lengths.Expect(nameof(DoubleSums), "the centers", shape.LengthWithout, centers.Length);
        if (gx.IsEmpty) return;
        fixed (float* px = x, pgx = gx)
        fixed (double* pc = centers, pf = factors)
            Pieces.For(shape.Outer * shape.Count, shape.Inner, new Scaling(shape.Count, shape.Inner, px, pc, pf, pgx));
    }

    private static void Run<TTerm>(AxisSplit shape, ReadOnlySpan<float> x, ReadOnlySpan<double> centers, Span<double> sums) where TTerm : struct, ITerm
    {
        var (outer, count, inner) = shape;
        Lengths.Expect(nameof(DoubleSums), "x", shape.Length, x.Length);
        Lengths.Expect(nameof(DoubleSums), "the sums", shape.LengthWithout, sums.Length);
        if (!centers.IsEmpty) Lengths.Expect(nameof(DoubleSums), "the centers", shape.LengthWithout, centers.Length);
        fixed (float* px = x)
        fixed (double* pc = centers, ps = sums)
        {
            if (inner != 1)
            {
                var groups = Pieces.Count(inner, Lanes.Count);
                Pieces.For(outer * groups, count * Math.Min(inner, Lanes.Count), new Columns<TTerm>(count, inner, groups, px, pc, ps));
                return;
            }
            var blocks = Math.Max(1, Pieces.Count(count, BitConstants.SquareSumBlock));
            var partials = blocks == 1 ? ps : Scratch.Of<double>(ScratchUse.Partials, (nint)outer * blocks);
            Pieces.For(outer * blocks, Math.Min(count, BitConstants.SquareSumBlock), new Rows<TTerm>(count, blocks, px, pc, partials));
            if (blocks == 1) return;
            for (var o = 0; o < outer; o++)
            {
                var sum = 0.0;
                for (var b = 0; b < blocks; b++) sum += partials[(nint)o * blocks + b];
                ps[o] = sum;
            }
        }
    }

    private interface ITerm
    {
        static abstract Vector512<double> Add(Vector512<double> sum, Vector512<double> deviation);
    }

    private readonly struct Deviation : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Add(Vector512<double> sum, Vector512<double> deviation) => sum + deviation;
    }

    private readonly struct SquaredDeviation : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Add(Vector512<double> sum, Vector512<double> deviation) => Vector512.FusedMultiplyAdd(deviation, deviation, sum);
    }

    /// <summary>One block of a row.</summary>
    private readonly struct Rows<TTerm>(int count, int blocks, float* x, double* centers, double* partials) : IParallelBody where TTerm : struct, ITerm
    {
        public void Invoke(int index)
        {
            int row = index / blocks, i = (index - row * blocks) * BitConstants.SquareSumBlock, end = i + Math.Min(BitConstants.SquareSumBlock, count - i);
            var from = x + (nint)row * count;
            var center = Vector512.Create(centers == null ? 0 : centers[row]);
            Vector512<double> low = default, high = default;
            for (; i <= end - Lanes.Count; i += Lanes.Count)
            {
                var (a, b) = Vector512.Widen(Vector512.Load(from + i));
                low = TTerm.Add(low, a - center);
                high = TTerm.Add(high, b - center);
            }
            if (i < end)
            {
                // Lanes behind the end have a deviation of 0.
                var (a, b) = Vector512.Widen(Lanes.Load(new(from + i, end - i)));
                var indices = Vector512<double>.Indices;
                low = TTerm.Add(low, Vector512.ConditionalSelect(Vector512.LessThan(indices, Vector512.Create((double)(end - i))), a - center, Vector512<double>.Zero));
                high = TTerm.Add(high, Vector512.ConditionalSelect(Vector512.LessThan(indices, Vector512.Create(end - i - 8.0)), b - center, Vector512<double>.Zero));
            }
            partials[index] = Lanes.Fold(low + high);
        }
    }

    /// <summary>Up to 16 columns.</summary>
    private readonly struct Columns<TTerm>(int count, int inner, int groups, float* x, double* centers, double* sums) : IParallelBody where TTerm : struct, ITerm
    {
        public void Invoke(int index)
        {
            int o = index / groups, first = (index - o * groups) * Lanes.Count, lanes = Math.Min(Lanes.Count, inner - first);
            var from = x + (nint)o * count * inner + first;
            var output = (nint)o * inner + first;
            Span<double> buffer = stackalloc double[Lanes.Count];
            buffer.Clear();
            if (centers != null) new ReadOnlySpan<double>(centers + output, lanes).CopyTo(buffer);
            Vector512<double> lowCenter = Vector512.Create<double>(buffer), highCenter = Vector512.Create<double>(buffer[8..]), low = default, high = default;
            for (var n = 0; n < count; n++)
            {
                var (a, b) = Vector512.Widen(Lanes.Load(new(from + (nint)n * inner, lanes)));
                low = TTerm.Add(low, a - lowCenter);
                high = TTerm.Add(high, b - highCenter);
            }
            low.CopyTo(buffer);
            high.CopyTo(buffer[8..]);
            buffer[..lanes].CopyTo(new(sums + output, lanes));
        }
    }

    private readonly struct Scaling(int count, int inner, float* x, double* centers, double* factors, float* gx) : IParallelBody
    {
        public void Invoke(int index)
        {
            var at = (nint)index * inner;
            var output = (nint)(index / count) * inner;
            for (var i = 0; i < inner; i++)
            {
                var factor = factors[output + i];
                gx[at + i] = factor == 0 ? 0 : (float)(factor * (x[at + i] - (centers == null ? 0 : centers[output + i])));
            }
        }
    }
}
