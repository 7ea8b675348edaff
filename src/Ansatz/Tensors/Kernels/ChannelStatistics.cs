using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The memory passes of batch normalization on a [rows, channels] matrix. Lanes are channels. Rows are cut into blocks of 64, which stay in a near
/// cache while a block's mean and then its squared deviations are found; blocks combine pairwise in a fixed tree. A row is read from its first
/// channel to its last and the sums wait in memory, in the first cache: sums in registers would have to walk down columns, which no
/// prefetcher follows (measured at 256 channels: a third of the speed).
/// </summary>
internal static unsafe class ChannelStatistics
{
    private const int Block = 64;

    public static int Blocks(int rows) => Math.Max(1, (rows + Block - 1) / Block);

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

    /// <summary>The three gradients, in two passes over x and g; the rectifier's side is found again from x by the forward pass's own arithmetic.</summary>
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
            ForkJoin.For(blocks, new GradientSums(px, pg, pm, ps, pt, slope, pa, pb, rows, channels));
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
            ForkJoin.For(blocks, new InputGradient(px, pg, pm, ps, pt, slope, pk, pc, pgx, rows, channels));
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

    private static Vector512<float> Load(float* p, int count) => count >= 16 ? Vector512.Load(p) : Lanes.Load(new(p, count));

    private static void Store(Vector512<float> v, float* p, int count)
    {
        if (count >= 16) v.Store(p);
        else Lanes.Store(v, new(p, count));
    }

    /// <summary>Mean and summed squared deviations of one block of rows.</summary>
    private readonly struct BlockStatistics(float* x, float* means, float* squares, int rows, int channels) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Block, last = Math.Min(rows, first + Block);
            float* mean = means + (long)index * channels, square = squares + (long)index * channels;
            new Span<float>(mean, channels).Clear();
            new Span<float>(square, channels).Clear();
            for (var r = first; r < last; r++)
                for (var c = 0; c < channels; c += 16)
                {
                    var lanes = Math.Min(16, channels - c);
                    Store(Load(mean + c, lanes) + Load(x + (long)r * channels + c, lanes), mean + c, lanes);
                }
            for (var c = 0; c < channels; c++) mean[c] /= last - first;
            for (var r = first; r < last; r++)
                for (var c = 0; c < channels; c += 16)
                {
                    var lanes = Math.Min(16, channels - c);
                    var d = Load(x + (long)r * channels + c, lanes) - Load(mean + c, lanes);
                    Store(Vector512.FusedMultiplyAdd(d, d, Load(square + c, lanes)), square + c, lanes);
                }
        }
    }

    /// <summary>The statistics of all blocks, merged in pairs: mean + δ·n₂/(n₁ + n₂) and squares₁ + squares₂ + δ²·n₁n₂/(n₁ + n₂), δ the means' difference.</summary>
    private readonly struct Merging(float* means, float* squares, int rows, int channels) : IParallelBody
    {
        public void Invoke(int index)
        {
            int c = index * Lanes.Count, lanes = Math.Min(Lanes.Count, channels - c), blocks = Blocks(rows);
            for (var stride = 1; stride < blocks; stride *= 2)
                for (var b = 0; b + stride < blocks; b += 2 * stride)
                {
                    double na = Math.Min(rows, (b + stride) * Block) - b * Block, nb = Math.Min(rows, (b + 2 * stride) * Block) - (b + stride) * Block;
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
        public void Invoke(int index)
        {
            int first = index * Block, last = Math.Min(rows, first + Block);
            var leak = Vector512.Create(slope);
            for (var r = first; r < last; r++)
                for (var c = 0; c < channels; c += 16)
                {
                    var lanes = Math.Min(16, channels - c);
                    var v = Vector512.FusedMultiplyAdd(Load(x + (long)r * channels + c, lanes), Load(scale + c, lanes), Load(shift + c, lanes));
                    v = Vector512.ConditionalSelect(Vector512.GreaterThan(v, Vector512<float>.Zero), v, v * leak);
                    Store(v, y + (long)r * channels + c, lanes);
                }
        }
    }

    /// <summary>∑u and ∑u·(x − μ) of one block of rows.</summary>
    private readonly struct GradientSums(float* x, float* g, float* mean, float* scale, float* shift, float slope, float* sums, float* products,
        int rows, int channels) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Block, last = Math.Min(rows, first + Block);
            float* sum = sums + (long)index * channels, product = products + (long)index * channels;
            new Span<float>(sum, channels).Clear();
            new Span<float>(product, channels).Clear();
            var leak = Vector512.Create(slope);
            for (var r = first; r < last; r++)
                for (var c = 0; c < channels; c += 16)
                {
                    var lanes = Math.Min(16, channels - c);
                    Vector512<float> v = Load(x + (long)r * channels + c, lanes), u = Load(g + (long)r * channels + c, lanes);
                    var side = Vector512.GreaterThan(Vector512.FusedMultiplyAdd(v, Load(scale + c, lanes), Load(shift + c, lanes)), Vector512<float>.Zero);
                    u = Vector512.ConditionalSelect(side, u, u * leak);
                    Store(Load(sum + c, lanes) + u, sum + c, lanes);
                    Store(Vector512.FusedMultiplyAdd(u, v - Load(mean + c, lanes), Load(product + c, lanes)), product + c, lanes);
                }
        }
    }

    /// <summary>gx = scale·u + slopeOfX·(x − μ) + constant.</summary>
    private readonly struct InputGradient(float* x, float* g, float* mean, float* scale, float* shift, float slope, float* slopeOfX, float* constant,
        float* gx, int rows, int channels) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Block, last = Math.Min(rows, first + Block);
            var leak = Vector512.Create(slope);
            for (var r = first; r < last; r++)
                for (var c = 0; c < channels; c += 16)
                {
                    var lanes = Math.Min(16, channels - c);
                    Vector512<float> v = Load(x + (long)r * channels + c, lanes), u = Load(g + (long)r * channels + c, lanes), s = Load(scale + c, lanes);
                    var side = Vector512.GreaterThan(Vector512.FusedMultiplyAdd(v, s, Load(shift + c, lanes)), Vector512<float>.Zero);
                    u = Vector512.ConditionalSelect(side, u, u * leak);
                    var rest = Vector512.FusedMultiplyAdd(Load(slopeOfX + c, lanes), v - Load(mean + c, lanes), Load(constant + c, lanes));
                    Store(Vector512.FusedMultiplyAdd(s, u, rest), gx + (long)r * channels + c, lanes);
                }
        }
    }
}
