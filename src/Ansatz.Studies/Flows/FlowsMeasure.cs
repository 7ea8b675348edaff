using Ansatz.Bijectors;
using Ansatz.Flows;

namespace Ansatz.Studies.Flows;

/// <summary>Measures flows on the same fresh points of one toy, whose exact log-densities are computed once.</summary>
internal sealed class FlowsMeasure
{
    private const int RowsPerBatch = 2048, FarCount = 1000;
    private const float Farthest = 1e4f;

    private readonly BufferPool pool = new();
    private readonly CancellationToken cancellation;
    private readonly double[] truth;
    private readonly Tensor points, farPoints;

    /// <param name="toy">The density.</param>
    /// <param name="rng">The stream of the points.</param>
    /// <param name="count">2 or more.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    public FlowsMeasure(FlowToy toy, Rng rng, int count, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        points = toy.Sample(rng.Fork("points"), count);
        truth = toy.LogDensities(points);
        farPoints = Far(rng.Fork("far"));
    }

    /// <summary>All numbers of a row but its training time, and how many far scores are no number.</summary>
    public (FlowsRow Row, int FarNaNs) Of(Flow flow, string toy, string family, double trainSeconds)
    {
        var scores = flow.Score(points, pool: pool, cancellation: cancellation);
        var (kl, error) = FlowToy.Divergence(truth, scores);
        var (trip, seconds) = RoundTrip(flow);
        var far = flow.Score(farPoints, pool: pool, cancellation: cancellation);
        return (new FlowsRow(toy, family, kl, error, -scores.Average(), -truth.Average(), trip, new FlowsRowSeconds(trainSeconds, seconds)), far.Count(double.IsNaN));
    }

    private (double Largest, double Seconds) RoundTrip(Flow flow)
    {
        var noise = Through(flow, points, (map, x) => map.Inverse(x)).Result;
        var (back, seconds) = Through(flow, noise, (map, z) => map.Forward(z));
        ReadOnlySpan<float> x = points.Span, y = back.Span;
        var largest = 0.0;
        for (var i = 0; i < x.Length; i += 2)
        {
            var size = Math.Max(1, Math.Max(Math.Abs((double)x[i]), Math.Abs((double)x[i + 1])));
            // Unlike a comparison, Math.Max lets a NaN through.
            largest = Math.Max(largest, Math.Max(Math.Abs((double)y[i] - x[i]), Math.Abs((double)y[i + 1] - x[i + 1])) / size);
        }
        return (largest, seconds);
    }

    private (Tensor Result, double Seconds) Through(Flow flow, Tensor from, Func<Bijector, Tensor, Tensor> map)
    {
        var start = Stopwatch.GetTimestamp();
        var result = Tensor.Allocate(from.Shape);
        for (var row = 0; row < from.Shape[0]; row += RowsPerBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var bijector = ((TransformedDistribution)flow.Given(new Pass(scope))).Bijector;
            map(bijector, scope.Enter(from.Slice(0, row, Math.Min(RowsPerBatch, from.Shape[0] - row)))).CopyTo(result.Span[(2 * row)..]);
        }
        return (result, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    // Distances up to 10⁴, small ones more often, in all directions.
    private static Tensor Far(Rng rng)
    {
        var values = new float[2 * FarCount];
        for (var i = 0; i < FarCount; i++)
        {
            var (sine, cosine) = GaussiansToy.Turn(rng.NextUniform());
            var share = (i + 1f) / FarCount;
            var distance = Farthest * share * share;
            (values[2 * i], values[2 * i + 1]) = ((float)(distance * cosine), (float)(distance * sine));
        }
        return Tensor.From(values, [FarCount, 2]);
    }
}
