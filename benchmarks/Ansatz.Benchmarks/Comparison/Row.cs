using System.Text.Json.Serialization;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>One line of the table.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Threads">Threads that either may use.</param>
/// <param name="Ours">In <paramref name="Unit"/>.</param>
/// <param name="Peer">In <paramref name="Unit"/>, at the best of its settings; null where there is no peer.</param>
/// <param name="Unit">Work per second, or another unit.</param>
/// <param name="Ratio">Ours over the peer's. If less is better, as for bytes, it is below 1 when ours is better.</param>
/// <param name="ShareOfPeak">Nominal floating-point operations per second over the peak of fused multiply-adds of the same run; null if it has no meaning.</param>
internal sealed record Row(string Step, int Threads, double Ours, double? Peer, string Unit, double? Ratio, double? ShareOfPeak = null)
{
    /// <summary>Which peer, and its best setting.</summary>
    [JsonIgnore]
    public string PeerName { get; init; } = "";

    /// <summary>Nominal floating-point operations per second, in 10⁹; null if products take little of the time.</summary>
    [JsonIgnore]
    public double? Gigaflops { get; init; }

    /// <summary>Megabytes of one run if every op reads its inputs and writes its outputs once.</summary>
    [JsonIgnore]
    public double? Megabytes { get; init; }

    [JsonIgnore]
    public double? GigabytesPerSecond { get; init; }

    /// <summary>Half the distance between the quartiles of our rounds, over their median: the noise.</summary>
    [JsonIgnore]
    public double? Spread { get; init; }

    /// <summary>Nanoseconds that a cache line took between two cores, the median of the rounds; null on one thread.</summary>
    [JsonIgnore]
    public double? CacheLine { get; init; }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<Row>))]
internal sealed partial class RowJson : JsonSerializerContext;
