using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The memory passes of batch normalization on a [rows, channels] matrix. Lanes are channels. Rows are cut into blocks of 64 and tiles of 64
/// channels, small enough to stay in the first cache while a block's mean and then its squared deviations are found; blocks combine
/// pairwise in a fixed tree.
/// </summary>
internal static unsafe class ChannelStatistics
{
    private const int Block = 64;
    private const int Tile = 64;

    public static int Blocks(int rows) => Math.Max(1, (rows + Block - 1) / Block);

    /// <summary>Mean and biased variance of each channel. Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm (1979).</summary>
    public static void MeanAndVariance(int rows, int channels, ReadOnlySpan<float> x, Span<float> partials, Span<float> mean, Span<float> variance)
    {
        var blocks = Blocks(rows);
        Span<float> means = partials[..(blocks * channels)], squares = partials[(blocks * channels)..];
        fixed (float* px = x, pm = means, ps = squares)
            ForkJoin.For(blocks, new BlockStatistics(px, pm, ps, rows, channels));
        for (var stride = 1; stride < blocks; stride *= 2)
            for (var b = 0; b + stride < blocks; b += 2 * stride)
            {
                double na = Math.Min(rows, (b + stride) * Block) - b * Block, nb = Math.Min(rows, (b + 2 * stride) * Block) - (b + stride) * Block;
                for (var c = 0; c < channels; c++)
                {
                    int i = b * channels + c, j = (b + stride) * channels + c;
                    var delta = (double)means[j] - means[i];
                    means[i] = (float)(means[i] + delta * nb / (na + nb));
                    squares[i] = (float)(squares[i] + squares[j] + delta * delta * na * nb / (na + nb));
                }
            }
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
            var count = Vector512.Create((float)(last - first));
            for (var tile = 0; tile < channels; tile += Tile)
                for (var c = tile; c < Math.Min(channels, tile + Tile); c += 16)
                {
                    var lanes = Math.Min(16, channels - c);
                    Vector512<float> sum = default, square = default;
                    for (var r = first; r < last; r++) sum += Load(x + (long)r * channels + c, lanes);
                    var mean = sum / count;
                    for (var r = first; r < last; r++)
                    {
                        var d = Load(x + (long)r * channels + c, lanes) - mean;
                        square = Vector512.FusedMultiplyAdd(d, d, square);
                    }
                    Store(mean, means + (long)index * channels + c, lanes);
                    Store(square, squares + (long)index * channels + c, lanes);
                }
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
            var leak = Vector512.Create(slope);
            for (var c = 0; c < channels; c += 16)
            {
                var lanes = Math.Min(16, channels - c);
                Vector512<float> m = Load(mean + c, lanes), s = Load(scale + c, lanes), t = Load(shift + c, lanes), sum = default, product = default;
                for (var r = first; r < last; r++)
                {
                    Vector512<float> v = Load(x + (long)r * channels + c, lanes), u = Load(g + (long)r * channels + c, lanes);
                    var side = Vector512.GreaterThan(Vector512.FusedMultiplyAdd(v, s, t), Vector512<float>.Zero);
                    u = Vector512.ConditionalSelect(side, u, u * leak);
                    sum += u;
                    product = Vector512.FusedMultiplyAdd(u, v - m, product);
                }
                Store(sum, sums + (long)index * channels + c, lanes);
                Store(product, products + (long)index * channels + c, lanes);
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
