using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// The expectation step: one pass over the points that finds their responsibilities and adds up the <see cref="MixtureStatistics"/> at once.
/// </summary>
/// <remarks>
/// Points lie in tiles of <see cref="MixtureTile.Length"/>, one point per vector lane. Tiles form up to 16 blocks, whose bounds and order of addition
/// depend on the shape alone.
/// </remarks>
internal sealed class MixtureExpectation
{
    private const int MostBlocks = 16, FewestTilesPerBlock = 8;
    private const long MostSquares = 1 << 22; // numbers in all blocks' second moments: 32 MB

    private readonly double[] columns; // [tiles, d, lanes]
    private readonly int count, dimension, componentCount;
    private readonly MixtureCovariance kind;

    /// <param name="points">[N, d], best centred; copied.</param>
    /// <param name="dimension">d.</param>
    /// <param name="componentCount">K.</param>
    /// <param name="kind">What the covariances may look like.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    public MixtureExpectation(ReadOnlySpan<double> points, int dimension, int componentCount, MixtureCovariance kind, CancellationToken cancellation)
    {
        (this.dimension, this.componentCount, this.kind, count) = (dimension, componentCount, kind, points.Length / dimension);
        columns = new double[TileCount * dimension * MixtureTile.Length];
        for (var n = 0; n < count; n++)
        {
            if (n % MixtureTile.Length == 0) cancellation.ThrowIfCancellationRequested();
            for (var j = 0; j < dimension; j++)
                columns[(n / MixtureTile.Length * dimension + j) * MixtureTile.Length + n % MixtureTile.Length] = points[n * dimension + j];
        }
    }

    private int TileCount => (count + MixtureTile.Length - 1) / MixtureTile.Length;

    /// <summary>Statistics about the mixture's means, with its own responsibilities.</summary>
    public MixtureStatistics Of(MixtureDensity density, CancellationToken cancellation) => Sum(new Pass(this, density, density.Means.ToArray(), null, cancellation));

    /// <summary>Statistics about reference points, with given responsibilities; no log-likelihood.</summary>
    /// <param name="responsibilities">[N, K].</param>
    /// <param name="references">cₖ, [K, d].</param>
    /// <param name="cancellation">Ends between two tiles.</param>
    public MixtureStatistics Of(ReadOnlyMemory<double> responsibilities, double[] references, CancellationToken cancellation) =>
        Sum(new Pass(this, null, references, responsibilities, cancellation));

    private MixtureStatistics Sum(Pass pass)
    {
        var squares = MixtureStatistics.SquareCount(componentCount, dimension, kind);
        var blockCount = (int)Math.Clamp(Math.Min(TileCount / FewestTilesPerBlock, MostSquares / squares), 1, MostBlocks);
        var blocks = new MixtureStatistics[blockCount];
        ForkJoin.For(blockCount, new Blocks(pass, blocks));
        for (var b = 1; b < blockCount; b++) blocks[0].Add(blocks[b]);
        return blocks[0];
    }

    private readonly struct Blocks(Pass pass, MixtureStatistics[] blocks) : IParallelBody
    {
        public void Invoke(int index) => blocks[index] = pass.Block(index, blocks.Length);
    }

    private sealed class Pass(MixtureExpectation owner, MixtureDensity? density, double[] references, ReadOnlyMemory<double>? given, CancellationToken cancellation)
    {
        public MixtureStatistics Block(int index, int blockCount)
        {
            int d = owner.dimension, k = owner.componentCount, tiles = owner.TileCount;
            var statistics = new MixtureStatistics(k, d, owner.kind);
            var tile = new MixtureTile(k, d, statistics, owner.kind);
            for (var t = (int)((long)tiles * index / blockCount); t < (int)((long)tiles * (index + 1) / blockCount); t++)
            {
                cancellation.ThrowIfCancellationRequested();
                int first = t * MixtureTile.Length, length = Math.Min(MixtureTile.Length, owner.count - first);
                var x = owner.columns.AsSpan(t * d * MixtureTile.Length, d * MixtureTile.Length);
                if (density is not null) tile.FindResponsibilities(density, x, length);
                else tile.Take(given!.Value.Span.Slice(first * k, length * k));
                tile.Accumulate(x, references);
            }
            return statistics;
        }
    }
}
