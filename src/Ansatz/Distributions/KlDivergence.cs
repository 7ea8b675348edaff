using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>KL(p ‖ q) = E_p[log p(x) − log q(x)] in nats: 0 if and only if the two agree, else positive.</summary>
public static partial class KlDivergence
{
    /// <summary>The divergence in closed form, [batch…].</summary>
    /// <exception cref="NotSupportedException">There is none for this pair; the message names <see cref="Estimate"/>.</exception>
    public static Tensor Between(Distribution p, Distribution q) => ClosedForm(p, q)
        ?? throw new NotSupportedException($"KlDivergence.Between: no closed form for {p.GetType().Name} and {q.GetType().Name}; use KlDivergence.Estimate(p, q, rng, sampleCount).");

    /// <summary>Whether <see cref="Between"/> has a closed form for this pair.</summary>
    public static bool HasClosedForm(Distribution p, Distribution q) => ClosedForm(p, q) is not null;

    /// <summary>The divergence, or null where it has no closed form.</summary>
    internal static Tensor? ClosedForm(Distribution p, Distribution q)
    {
        RequireSameEvents(p, q);
        Tensor? divergence = (p, q) switch
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
            (Categorical a, Categorical b) => a.Expectation(a.LogProbs - b.LogProbs),
            (Exponential a, Exponential b) => Of(a, b),
            (Laplace a, Laplace b) => Of(a, b),
            (LogNormal a, LogNormal b) => Between(a.Logarithm, b.Logarithm),
            (Gamma a, Gamma b) => Of(a, b),
            (Beta a, Beta b) => Of(a, b),
            (Independent a, Independent b) when a.EventShape.Rank - a.Part.EventShape.Rank == b.EventShape.Rank - b.Part.EventShape.Rank =>
                ClosedForm(a.Part, b.Part)?.SumLast(a.EventShape.Rank - a.Part.EventShape.Rank),
            _ => null,
        };
        return divergence?.BroadcastTo(Shape.Broadcast(p.BatchShape, q.BatchShape));
    }

    /// <summary>The divergence of each latent dimension, [batch…, n], whose sum is the whole.</summary>
    /// <exception cref="NotSupportedException">The dimensions of one of the two depend on each other.</exception>
    internal static Tensor ByDimension(Distribution p, Distribution q) => (p, q) switch
    {
        (MultivariateNormalDiag a, MultivariateNormalDiag b) => OfNormals(a.Loc, a.Scale, b.Loc, b.Scale),
        _ => throw new NotSupportedException(
            $"KlDivergence.ByDimension: {p.GetType().Name} and {q.GetType().Name} have no divergence by dimension; use a MultivariateNormalDiag for both."),
    };

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
}
