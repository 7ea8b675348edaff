using Ansatz.Workers;

namespace Ansatz.Mixtures;

/// <summary>The expectation step over shards of the points: the statistics of each shard are found alone and added in the order of <see cref="ShardTree{TSum}"/>.</summary>
internal sealed class MixtureShards
{
    private readonly MixtureExpectation?[] shards; // null where another worker owns the shard
    private readonly MixtureData data;
    private readonly int componentCount;
    private readonly MixtureCovariance kind;
    private readonly ICommunicator? workers;

    /// <param name="data">The points.</param>
    /// <param name="componentCount">K.</param>
    /// <param name="kind">What the covariances may look like.</param>
    /// <param name="options">How many shards, and whose they are.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <exception cref="ArgumentException">There are more workers than shards.</exception>
    public MixtureShards(MixtureData data, int componentCount, MixtureCovariance kind, MixtureOptions options, CancellationToken cancellation)
    {
        (this.data, this.componentCount, this.kind, workers) = (data, componentCount, kind, options.Workers);
        shards = new MixtureExpectation?[options.ShardCount];
        var (firstOwn, endOwn) = Shard.Owned(options.ShardCount, workers);
        for (var i = firstOwn; i < endOwn; i++)
        {
            var (first, end) = Points(i);
            shards[i] = new MixtureExpectation(data.Centred.AsSpan(first * data.Dimension, (end - first) * data.Dimension), data.Dimension, componentCount, kind, cancellation);
        }
    }

    /// <summary>Statistics about the mixture's means, with its own responsibilities.</summary>
    public MixtureStatistics Of(MixtureDensity density, CancellationToken cancellation) => Tree(new Pass(this, i => shards[i]!.Of(density, cancellation))).Total();

    /// <summary>Statistics about reference points, with given responsibilities; no log-likelihood.</summary>
    /// <param name="responsibilities">[N, K].</param>
    /// <param name="references">cₖ, [K, d].</param>
    /// <param name="cancellation">Ends between two tiles.</param>
    public MixtureStatistics Of(double[] responsibilities, double[] references, CancellationToken cancellation) => Tree(new Pass(this, i =>
    {
        var (first, end) = Points(i);
        return shards[i]!.Of(responsibilities.AsMemory(first * componentCount, (end - first) * componentCount), references, cancellation);
    })).Total();

    private (int First, int End) Points(int shard) => new Shard(shard, shards.Length).Of(data.Count);

    private ShardTree<MixtureStatistics> Tree(IShards<MixtureStatistics> pass) => new(shards.Length, workers, pass);

    // Several starts may make passes at the same time, so the statistics of a pass belong to it alone.
    private sealed class Pass(MixtureShards owner, Func<int, MixtureStatistics> statistics) : IShards<MixtureStatistics>
    {
        public MixtureStatistics Sum(int shard, MixtureStatistics? left)
        {
            var own = statistics(shard);
            if (left is null) return own;
            left.Add(own);
            return left;
        }

        public MixtureStatistics Take() => new(owner.componentCount, owner.data.Dimension, owner.kind);

        public void Return(MixtureStatistics sum)
        {
        }
    }
}
