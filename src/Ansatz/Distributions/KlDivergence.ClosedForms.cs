using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>KL(p ‖ q) = E_p[log p(x) − log q(x)] in nats: 0 if and only if the two agree, else positive.</summary>
public static class KlDivergence
{
    /// <summary>The divergence in closed form, [batch…].</summary>
    /// <exception cref="NotSupportedException">There is none for this pair; the message names <see cref="Estimate"/>.</exception>
    public static Tensor Between(Distribution p, Distribution q)
    {
        RequireSameEvents(p, q);
        var divergence = (p, q) switch
        {
            (MultivariateNormalTriL a, MultivariateNormalDiag { IsStandard: true }) => ToStandard(a),
            (MultivariateNormalTriL a, MultivariateNormalDiag b) => Of(a, b),
            (MultivariateNormalTriL a, MultivariateNormalTriL b) => Of(a, b),
            (MultivariateNormalDiag a, MultivariateNormalTriL b) => Of(a, b),
            (MultivariateNormalDiag a, MultivariateNormalDiag { IsStandard: true }) => ToStandard(a),
            (MultivariateNormalDiag a, MultivariateNormalDiag b) => OfNormals(a.Loc, a.Scale, b.Loc, b.Scale).Sum(-1),
            (Normal a, Normal b) => OfNormals(a.Loc, a.Scale, b.Loc, b.Scale),
            (Bernoulli a, Bernoulli b) => BinaryEntropy.Divergence(a.Logits, b.Logits),
            (Uniform a, Uniform b) => Of(a, b),
            (Independent a, Independent b) when a.EventShape.Rank - a.Part.EventShape.Rank == b.EventShape.Rank - b.Part.EventShape.Rank => Of(a, b),
            _ => throw new NotSupportedException(
                $"KlDivergence.Between: no closed form for {p.GetType().Name} and {q.GetType().Name}; use KlDivergence.Estimate(p, q, rng, sampleCount)."),
        };
        return divergence.BroadcastTo(Shape.Broadcast(p.BatchShape, q.BatchShape));
    }

    /// <summary>The mean of log p(x) − log q(x) over draws of p, and the standard error of that mean. A measurement, in double and without gradients.</summary>
    /// <param name="p">The distribution that is drawn from.</param>
    /// <param name="q">The distribution compared with it.</param>
    /// <param name="rng">The stream to draw from.</param>
    /// <param name="sampleCount">2 or more.</param>
    /// <returns>Two tensors of shape [batch…]. Where a draw has q = 0 both are +∞.</returns>
    public static (Tensor Value, Tensor StandardError) Estimate(Distribution p, Distribution q, Rng rng, int sampleCount)
    {
        RequireSameEvents(p, q);
        if (sampleCount < 2) throw new ArgumentOutOfRangeException(nameof(sampleCount), $"KlDivergence.Estimate: {sampleCount} samples give no standard error; ask for 2 or more.");
        var (x, logP) = p.SampleAndLogProb(rng, [sampleCount]);
        var difference = logP - q.LogProb(x);
        ReadOnlySpan<float> differences = difference.Span;
        var batch = difference.Shape[1..];
        float[] value = new float[batch.Size], error = new float[batch.Size];
        for (var b = 0; b < batch.Size; b++)
        {
            double mean = 0, squares = 0;
            for (var n = 0; n < sampleCount; n++) mean += differences[n * batch.Size + b];
            mean /= sampleCount;
            for (var n = 0; n < sampleCount; n++)
            {
                var deviation = differences[n * batch.Size + b] - mean;
                squares = Math.FusedMultiplyAdd(deviation, deviation, squares);
            }
            value[b] = (float)mean;
            error[b] = double.IsPositiveInfinity(mean) ? float.PositiveInfinity : (float)Math.Sqrt(squares / (sampleCount - 1) / sampleCount);
        }
        return (Tensor.From(value, batch), Tensor.From(error, batch));
    }

    private static void RequireSameEvents(Distribution p, Distribution q)
    {
        if (p.EventShape != q.EventShape)
            throw new ArgumentException($"KlDivergence: {p.GetType().Name} has event shape {p.EventShape}, {q.GetType().Name} {q.EventShape}; they must be equal.");
        if (!(p.IsNormalized && q.IsNormalized))
            throw new ArgumentException($"KlDivergence: {(p.IsNormalized ? q : p).GetType().Name} is not normalized, so it has no divergence.");
    }

    // ½(r² + ((μ − m)/s)² − 1) − log r with r = σ/s.
    private static Tensor OfNormals(Tensor loc, Tensor scale, Tensor otherLoc, Tensor otherScale)
    {
        var ratio = scale / otherScale;
        return (ratio.Square() + ((loc - otherLoc) / otherScale).Square()).Affine(0.5f, -0.5f) - ratio.Log();
    }

    // ½(∑σ² + ‖μ‖² − n) − ∑ log σ.
    private static Tensor ToStandard(MultivariateNormalDiag p) =>
        ((p.Scale.Square() + p.Loc.Square()).Affine(0.5f, -0.5f) - p.Scale.Log()).Sum(-1);

    // ½(‖L‖² + ‖μ‖² − n) − log |L|.
    private static Tensor ToStandard(MultivariateNormalTriL p) =>
        (p.ScaleTriL.Square().SumLast(2) + p.Loc.Square().Sum(-1)).Affine(0.5f, -0.5f * p.EventShape[0]) - p.LogDeterminant;

    // ½(‖M⁻¹L‖² + ‖M⁻¹(μ − m)‖² − n) − log |L| + log |M|, M = diag s.
    private static Tensor Of(MultivariateNormalTriL p, MultivariateNormalDiag q)
    {
        var whitened = p.ScaleTriL / q.Scale.Reshape(q.Scale.Shape.Concat([1]));
        var shift = (p.Loc - q.Loc) / q.Scale;
        return (whitened.Square().SumLast(2) + shift.Square().Sum(-1)).Affine(0.5f, -0.5f * p.EventShape[0]) - (p.LogDeterminant - q.Scale.Log().Sum(-1));
    }

    private static Tensor Of(MultivariateNormalTriL p, MultivariateNormalTriL q)
    {
        var difference = p.Loc - q.Loc;
        var whitened = q.ScaleTriL.TriangularSolve(p.ScaleTriL);
        var shift = q.ScaleTriL.TriangularSolve(difference.Reshape(difference.Shape.Concat([1])));
        return (whitened.Square().SumLast(2) + shift.Square().SumLast(2)).Affine(0.5f, -0.5f * p.EventShape[0]) - (p.LogDeterminant - q.LogDeterminant);
    }

    private static Tensor Of(MultivariateNormalDiag p, MultivariateNormalTriL q) =>
        Of(new MultivariateNormalTriL(p.Loc, Tensor.Identity(p.EventShape[0]) * p.Scale.Reshape(p.Scale.Shape.Concat([1]))), q);

    // log((d − c)/(b − a)) if [a, b] lies in [c, d], else +∞.
    private static Tensor Of(Uniform p, Uniform q)
    {
        var covered = q.Support.Contains(p.Low) * q.Support.Contains(p.High);
        return covered.Where(q.Entropy - p.Entropy, float.PositiveInfinity);
    }

    private static Tensor Of(Independent p, Independent q)
    {
        var perPart = Between(p.Part, q.Part);
        return perPart.SumLast(p.EventShape.Rank - p.Part.EventShape.Rank);
    }
}
