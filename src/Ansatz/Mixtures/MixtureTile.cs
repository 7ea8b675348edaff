using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// The expectation step for 128 points at once, eight per vector, one point per lane. Lanes after the last point hold zeros, with responsibility 0.
/// </summary>
/// <remarks>
/// Every sum over points adds the 16 vectors of a tile in order by fused multiply-add, then folds the eight lanes in the fixed tree of <see cref="Lanes"/>.
/// </remarks>
/// <param name="componentCount">K.</param>
/// <param name="dimension">d.</param>
/// <param name="statistics">Where to add.</param>
/// <param name="kind">Which second moments are kept.</param>
internal sealed class MixtureTile(int componentCount, int dimension, MixtureStatistics statistics, MixtureCovariance kind)
{
    /// <summary>Points in a tile.</summary>
    public const int Length = 128;

    private const int Width = 8;

    private readonly double[] responsibilities = new double[componentCount * Length], deviations = new double[dimension * Length], weighted = new double[Length];
    private int filled; // lanes in use

    /// <summary>rₙₖ = e^(jₙₖ − log p(xₙ)) with jₙₖ = log wₖ + log N(xₙ; μₖ, Σₖ); adds log p(xₙ) = log ∑ₖ e^jₙₖ to the log-likelihood.</summary>
    /// <param name="density">The mixture.</param>
    /// <param name="x">[d, 128].</param>
    /// <param name="length">Points in the tile.</param>
    public void FindResponsibilities(MixtureDensity density, ReadOnlySpan<double> x, int length)
    {
        filled = length;
        for (var k = 0; k < componentCount; k++) Joint(density, k, x);
        var scores = Vector512<double>.Zero;
        for (var v = 0; v < Length; v += Width)
        {
            var inUse = Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7) + Vector512.Create((double)v), Vector512.Create((double)length));
            var largest = Vector512.Create(double.NegativeInfinity);
            for (var k = 0; k < componentCount; k++) largest = Vector512.Max(largest, Load(responsibilities, k * Length + v));
            var sum = Vector512<double>.Zero;
            for (var k = 0; k < componentCount; k++)
            {
                var share = DoubleMath.Exp(Load(responsibilities, k * Length + v) - largest);
                sum += share;
                Store(share, responsibilities, k * Length + v);
            }
            scores += (largest + DoubleMath.Log(sum)) & inUse;
            var scale = (Vector512<double>.One / sum) & inUse;
            for (var k = 0; k < componentCount; k++) Store(Load(responsibilities, k * Length + v) * scale, responsibilities, k * Length + v);
        }
        statistics.LogLikelihood += Lanes.Fold(scores);
    }

    /// <summary>Takes given responsibilities.</summary>
    /// <param name="rows">[points, K].</param>
    public void Take(ReadOnlySpan<double> rows)
    {
        filled = rows.Length / componentCount;
        Array.Clear(responsibilities);
        for (var i = 0; i < rows.Length; i++) responsibilities[i % componentCount * Length + i / componentCount] = rows[i];
    }

    /// <summary>Adds the tile's moments about the reference points.</summary>
    /// <param name="x">[d, 128].</param>
    /// <param name="references">cₖ, [K, d].</param>
    public void Accumulate(ReadOnlySpan<double> x, double[] references)
    {
        var hasCorrelations = kind is MixtureCovariance.Full or MixtureCovariance.Tied;
        for (var k = 0; k < componentCount; k++)
        {
            var count = Sum(responsibilities.AsSpan(k * Length, Length));
            if (count == 0) continue;
            statistics.Counts[k] += count;
            for (var i = 0; i < dimension; i++)
            {
                Weigh(x[(i * Length)..], references[k * dimension + i], k, i);
                statistics.Sums[k * dimension + i] += Sum(weighted);
                if (hasCorrelations)
                    for (var j = 0; j <= i; j++)
                        statistics.Squares[((kind == MixtureCovariance.Tied ? 0 : k * dimension) + i) * dimension + j] += Product(j);
                else statistics.Squares[k * dimension + i] += Product(i);
            }
        }
    }

    // jₙₖ. Solves Lₖz = x − μₖ row by row; ‖z‖² is added on the way.
    private void Joint(MixtureDensity density, int k, ReadOnlySpan<double> x)
    {
        var factor = density.Factor(k);
        var mean = density.Mean(k);
        var scale = Vector512.Create(density.LogScale(k));
        var distances = responsibilities.AsSpan(k * Length, Length);
        distances.Clear();
        for (var i = 0; i < dimension; i++)
        {
            var row = density.HasCorrelations ? factor.Slice(i * dimension, i + 1) : factor.Slice(i, 1);
            var inverse = Vector512.Create(1 / row[^1]);
            for (var v = 0; v < Math.Min(Length, filled); v += Width)
            {
                var z = Load(x, i * Length + v) - Vector512.Create(mean[i]);
                for (var j = 0; j < row.Length - 1; j++) z = Vector512.FusedMultiplyAdd(Vector512.Create(-row[j]), Load(deviations, j * Length + v), z);
                z *= inverse;
                Store(z, deviations, i * Length + v);
                Store(Vector512.FusedMultiplyAdd(z, z, Load(distances, v)), distances, v);
            }
        }
        for (var v = 0; v < Length; v += Width) Store(Vector512.FusedMultiplyAdd(Vector512.Create(-0.5), Load(distances, v), scale), distances, v);
    }

    // xᵢ − cₖᵢ, and the same times rₖ.
    private void Weigh(ReadOnlySpan<double> x, double reference, int k, int i)
    {
        for (var v = 0; v < Length; v += Width)
        {
            var deviation = Load(x, v) - Vector512.Create(reference);
            Store(deviation, deviations, i * Length + v);
            Store(deviation * Load(responsibilities, k * Length + v), weighted, v);
        }
    }

    // ∑ rₖ(xᵢ − cₖᵢ)(xⱼ − cₖⱼ) with the present weights.
    private double Product(int j)
    {
        var sum = Vector512<double>.Zero;
        for (var v = 0; v < Length; v += Width) sum = Vector512.FusedMultiplyAdd(Load(weighted, v), Load(deviations, j * Length + v), sum);
        return Lanes.Fold(sum);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = Vector512<double>.Zero;
        for (var v = 0; v < Length; v += Width) sum += Load(values, v);
        return Lanes.Fold(sum);
    }

    private static Vector512<double> Load(ReadOnlySpan<double> from, int at) => Vector512.Create(from.Slice(at, Width));

    private static void Store(Vector512<double> value, Span<double> to, int at) => value.CopyTo(to[at..]);
}
