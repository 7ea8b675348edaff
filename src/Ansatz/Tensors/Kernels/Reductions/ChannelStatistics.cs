using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The memory passes of batch normalization on a [rows, channels] matrix. Lanes are channels. Rows are divided into blocks of 64, which stay
/// in cache for the two passes that compute the mean and the squared deviations. Blocks are combined pairwise in a fixed tree. A row is read from its first
/// channel to its last, and the sums are in memory, in the first-level cache. Sums in registers would need column access, which hardware prefetching does not
/// follow: a third of the speed at 256 channels.
/// </summary>
internal static unsafe class ChannelStatistics
{
    public static int Blocks(int rows) => Math.Max(1, (rows + BitConstants.ChannelBlock - 1) / BitConstants.ChannelBlock);

    /// <summary>Mean and biased variance of each channel. Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm (1979).</summary>
    public static void MeanAndVariance(int rows, int channels, ReadOnlySpan<float> x, Span<float> partials, Span<float> mean, Span<float> variance)
    {
        var blocks = Blocks(rows);
        Span<float> means = partials[..(blocks * channels)], squares = partials[(blocks * channels)..];
        fixed (float* px = x, pm = means, ps = squares)
            ForkJoin.For(blocks, new BlockStatistics(px, pm, ps, rows, channels));
        fixed (float* pm = means, ps = squares)
            ForkJoin.For((channels + Lanes.Count - 1) / Lanes.Count, new Merging(pm, ps, rows, channels));
        for (var c = 0; c < channels; c++)
        {
            mean[c] = means[c];
            variance[c] = squares[c] / rows;
        }
    }

    /// <summary>y = leaky(x·scale + shift), scale = γ/√(σ² + ε), shift = β − μ·scale.</summary>
    public static void Normalize(int rows, int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, float epsilon,
        ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float slope, Span<float> y)
    {
        Span<float> scale = channels <= 1024 ? stackalloc float[channels] : new float[channels];
        Span<float> shift = channels <= 1024 ? stackalloc float[channels] : new float[channels];
        ScaleAndShift(mean, variance, epsilon, gamma, beta, scale, shift);
        fixed (float* px = x, ps = scale, pt = shift, py = y)
            ForkJoin.For(Blocks(rows), new Normalization(px, ps, pt, slope, py, rows, channels));
    }

    /// <summary>The three gradients, in two passes over x and g. The sign at the rectifier is computed again from x with the arithmetic of the forward pass.</summary>
    public static void Backward(int rows, int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> g, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance,
        float epsilon, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float slope, Span<float> partials,
        Span<float> ggamma, Span<float> gbeta, Span<float> gx)
    {
        var blocks = Blocks(rows);
        var scratch = new float[4 * channels];
        Span<float> scale = scratch.AsSpan(0, channels), shift = scratch.AsSpan(channels, channels);
        Span<float> slopeOfX = scratch.AsSpan(2 * channels, channels), constant = scratch.AsSpan(3 * channels, channels);
        ScaleAndShift(mean, variance, epsilon, gamma, beta, scale, shift);
        Span<float> sums = partials[..(blocks * channels)], products = partials[(blocks * channels)..];
        fixed (float* px = x, pg = g, pm = mean, ps = scale, pt = shift, pa = sums, pb = products, pk = slopeOfX, pc = constant, pgx = gx)
        {
            var rectified = new RectifierGradient(px, pg, ps, pt, slope);
            ForkJoin.For(blocks, new GradientSums(rectified, pm, pa, pb, rows, channels));
            Reductions.CombineBlocks(sums, blocks, channels);
            Reductions.CombineBlocks(products, blocks, channels);
            for (var c = 0; c < channels; c++)
            {
                var inverse = 1 / MathF.Sqrt(variance[c] + epsilon);
                gbeta[c] = sums[c];
                ggamma[c] = products[c] * inverse;
                slopeOfX[c] = -scale[c] * inverse * ggamma[c] / rows;
                constant[c] = -scale[c] * gbeta[c] / rows;
            }
            ForkJoin.For(blocks, new InputGradient(rectified, pm, ps, pk, pc, pgx, rows, channels));
        }
    }

    private static void ScaleAndShift(ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, float epsilon, ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> beta, Span<float> scale, Span<float> shift)
    {
        for (var c = 0; c < scale.Length; c++)
        {
            scale[c] = gamma[c] / MathF.Sqrt(variance[c] + epsilon);
            shift[c] = MathF.FusedMultiplyAdd(-mean[c], scale[c], beta[c]);
        }
    }

    /// <summary>The computation on 16 channels of a row, or on the remaining channels.</summary>
    private interface IPart
    {
        /// <param name="at">The offset of the first channel in a matrix.</param>
        /// <param name="c">The first channel.</param>
        /// <param name="lanes">The number of channels; the constant 16 after inlining.</param>
        void Run(nint at, int c, int lanes);
    }

    /// <summary>Visits the rows in order, and the channels of each row in order.</summary>
    private static void VisitRows<TPart>(TPart part, int block, int rows, int channels) where TPart : struct, IPart
    {
        var whole = channels & -Lanes.Count;
        for (var r = block * BitConstants.ChannelBlock; r < Math.Min(rows, (block + 1) * BitConstants.ChannelBlock); r++)
        {
            var at = (nint)r * channels;
            for (var c = 0; c < whole; c += Lanes.Count) part.Run(at + c, c, Lanes.Count);
            if (whole < channels) part.Run(at + whole, whole, channels - whole);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(float* p, int count) => count >= Lanes.Count ? Vector512.Load(p) : Lanes.Load(new(p, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> v, float* p, int count)
    {
        if (count >= Lanes.Count) v.Store(p);
        else Lanes.Store(v, new(p, count));
    }

    /// <summary>Mean and summed squared deviations of one block of rows.</summary>
    private readonly struct BlockStatistics(float* x, float* means, float* squares, int rows, int channels) : IParallelBody
    {
        public void Invoke(int index)
        {
            var count = Math.Min(BitConstants.ChannelBlock, rows - index * BitConstants.ChannelBlock);
            float* mean = means + (nint)index * channels, square = squares + (nint)index * channels;
            new Span<float>(mean, channels).Clear();
            new Span<float>(square, channels).Clear();
            VisitRows(new Sum(x, mean), index, rows, channels);
            for (var c = 0; c < channels; c++) mean[c] /= count;
            VisitRows(new Squares(x, mean, square), index, rows, channels);
        }
    }

    private readonly struct Sum(float* x, float* sum) : IPart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(nint at, int c, int lanes) => Store(Load(sum + c, lanes) + Load(x + at, lanes), sum + c, lanes);
    }

    private readonly struct Squares(float* x, float* mean, float* square) : IPart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(nint at, int c, int lanes)
        {
            var d = Load(x + at, lanes) - Load(mean + c, lanes);
            Store(Vector512.FusedMultiplyAdd(d, d, Load(square + c, lanes)), square + c, lanes);
        }
    }

    /// <summary>The statistics of all blocks, merged in pairs: mean + δ·n₂/(n₁ + n₂) and squares₁ + squares₂ + δ²·n₁n₂/(n₁ + n₂), where δ is the difference of the means.</summary>
    private readonly struct Merging(float* means, float* squares, int rows, int channels) : IParallelBody
    {
        public void Invoke(int index)
        {
            int c = index * Lanes.Count, lanes = Math.Min(Lanes.Count, channels - c), blocks = Blocks(rows);
            for (var stride = 1; stride < blocks; stride *= 2)
                for (var b = 0; b + stride < blocks; b += 2 * stride)
                {
                    double na = Math.Min(rows, (b + stride) * BitConstants.ChannelBlock) - b * BitConstants.ChannelBlock, nb = Math.Min(rows, (b + 2 * stride) * BitConstants.ChannelBlock) - (b + stride) * BitConstants.ChannelBlock;
                    nint i = (nint)b * channels + c, j = (nint)(b + stride) * channels + c;
                    var (low, high) = Vector512.Widen(Load(means + i, lanes));
                    var (otherLow, otherHigh) = Vector512.Widen(Load(means + j, lanes));
                    var (squareLow, squareHigh) = Vector512.Widen(Load(squares + i, lanes) + Load(squares + j, lanes));
                    Merge(ref low, ref squareLow, otherLow, na, nb);
                    Merge(ref high, ref squareHigh, otherHigh, na, nb);
                    Store(Vector512.Narrow(low, high), means + i, lanes);
                    Store(Vector512.Narrow(squareLow, squareHigh), squares + i, lanes);
                }
        }

        private static void Merge(ref Vector512<double> mean, ref Vector512<double> square, Vector512<double> other, double na, double nb)
        {
            var delta = other - mean;
            mean += delta * nb / Vector512.Create(na + nb);
            square += delta * delta * na * nb / Vector512.Create(na + nb);
        }
    }

    private readonly struct Normalization(float* x, float* scale, float* shift, float slope, float* y, int rows, int channels) : IParallelBody
    {
        public void Invoke(int index) => VisitRows(new Normalized(x, scale, shift, slope, y), index, rows, channels);
    }

    private readonly struct Normalized(float* x, float* scale, float* shift, float slope, float* y) : IPart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(nint at, int c, int lanes)
        {
            var v = Vector512.FusedMultiplyAdd(Load(x + at, lanes), Load(scale + c, lanes), Load(shift + c, lanes));
            Store(Vector512.ConditionalSelect(Vector512.GreaterThan(v, Vector512<float>.Zero), v, v * Vector512.Create(slope)), y + at, lanes);
        }
    }

    /// <summary>u, the gradient before the rectifier: it depends on the sign of x·scale + shift.</summary>
    private readonly struct RectifierGradient(float* x, float* g, float* scale, float* shift, float slope)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> At(nint at, int c, int lanes, out Vector512<float> v)
        {
            v = Load(x + at, lanes);
            var u = Load(g + at, lanes);
            var side = Vector512.GreaterThan(Vector512.FusedMultiplyAdd(v, Load(scale + c, lanes), Load(shift + c, lanes)), Vector512<float>.Zero);
            return Vector512.ConditionalSelect(side, u, u * Vector512.Create(slope));
        }
    }

    /// <summary>∑u and ∑u·(x − μ) of one block of rows.</summary>
    private readonly struct GradientSums(RectifierGradient rectified, float* mean, float* sums, float* products, int rows, int channels) : IParallelBody
    {
        public void Invoke(int index)
        {
            float* sum = sums + (nint)index * channels, product = products + (nint)index * channels;
            new Span<float>(sum, channels).Clear();
            new Span<float>(product, channels).Clear();
            VisitRows(new SumAndProduct(rectified, mean, sum, product), index, rows, channels);
        }
    }

    private readonly struct SumAndProduct(RectifierGradient rectified, float* mean, float* sum, float* product) : IPart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(nint at, int c, int lanes)
        {
            var u = rectified.At(at, c, lanes, out var v);
            Store(Load(sum + c, lanes) + u, sum + c, lanes);
            Store(Vector512.FusedMultiplyAdd(u, v - Load(mean + c, lanes), Load(product + c, lanes)), product + c, lanes);
        }
    }

    /// <summary>gx = scale·u + slopeOfX·(x − μ) + constant.</summary>
    private readonly struct InputGradient(RectifierGradient rectified, float* mean, float* scale, float* slopeOfX, float* constant, float* gx, int rows, int channels) : IParallelBody
    {
        public void Invoke(int index) => VisitRows(new Gradient(rectified, mean, scale, slopeOfX, constant, gx), index, rows, channels);
    }

    private readonly struct Gradient(RectifierGradient rectified, float* mean, float* scale, float* slopeOfX, float* constant, float* gx) : IPart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(nint at, int c, int lanes)
        {
            var u = rectified.At(at, c, lanes, out var v);
            var rest = Vector512.FusedMultiplyAdd(Load(slopeOfX + c, lanes), v - Load(mean + c, lanes), Load(constant + c, lanes));
            Store(Vector512.FusedMultiplyAdd(Load(scale + c, lanes), u, rest), gx + at, lanes);
        }
    }
}
