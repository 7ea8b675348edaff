using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

public static partial class KlDivergence
{
    /// <summary>The mean of log p(x) − log q(x) over draws of p, and the standard error of that mean. A measurement, in double and without gradients.</summary>
    /// <remarks>
    /// <para>log p is the score that <see cref="Distribution.SampleAndLogProb"/> gives for the draw before it is rounded.</para>
    /// <para>KL(f(p) ‖ f(q)) = KL(p ‖ q) for a bijector f. So where p and q end in the same map, the draws are compared before it: tanh z may round to ±1,
    /// outside the support, while z is kept. Beta and Gamma count as images of their logit and logarithm.</para>
    /// </remarks>
    /// <param name="p">The distribution that is drawn from.</param>
    /// <param name="q">The distribution compared with it.</param>
    /// <param name="rng">The stream to draw from.</param>
    /// <param name="sampleCount">2 or more.</param>
    public static DivergenceEstimate Estimate(Distribution p, Distribution q, Rng rng, int sampleCount)
    {
        RequireSameEvents(p, q);
        if (sampleCount < 2) throw new ArgumentOutOfRangeException(nameof(sampleCount), $"KlDivergence.Estimate: {sampleCount} samples give no standard error; ask for 2 or more.");
        var batch = Shape.Broadcast(p.BatchShape, q.BatchShape);
        (p, q) = BeforeSharedMaps(p, q);
        var (x, logP) = p.SampleAndLogProb(rng, [sampleCount, .. Enumerable.Repeat(1, batch.Rank - p.BatchShape.Rank)]);
        var shape = new Shape([sampleCount]).Concat(batch);
        return Summarize(logP.StopGradient().BroadcastTo(shape).Span, q.LogProb(x).BroadcastTo(shape).Span, sampleCount, batch);
    }

    private static DivergenceEstimate Summarize(ReadOnlySpan<float> logP, ReadOnlySpan<float> logQ, int sampleCount, Shape batch)
    {
        float[] value = new float[batch.Size], error = new float[batch.Size], outside = new float[batch.Size];
        var differences = new double[sampleCount];
        for (var b = 0; b < batch.Size; b++)
        {
            var count = 0;
            for (var i = b; i < logP.Length; i += batch.Size)
            {
                if (float.IsNegativeInfinity(logP[i]) || float.IsNegativeInfinity(logQ[i])) outside[b]++;
                if (!float.IsNegativeInfinity(logP[i])) differences[count++] = (double)logP[i] - logQ[i];
            }
            double mean = 0, squares = 0;
            for (var n = 0; n < count; n++) mean += differences[n];
            mean /= count;
            for (var n = 0; n < count; n++) squares = Math.FusedMultiplyAdd(differences[n] - mean, differences[n] - mean, squares);
            value[b] = (float)mean;
            error[b] = double.IsPositiveInfinity(mean) ? float.PositiveInfinity : (float)Math.Sqrt(squares / (count - 1) / count);
        }
        return new(Tensor.From(value, batch), Tensor.From(error, batch), Tensor.From(outside, batch));
    }

    /// <summary>The two distributions before the maps in which both end.</summary>
    private static (Distribution P, Distribution Q) BeforeSharedMaps(Distribution p, Distribution q)
    {
        while (p.Image is var (before, f) && q.Image is var (other, g) && AreSame(f, g)) (p, q) = (before, other);
        return (p, q);
    }

    private static bool AreSame(Bijector f, Bijector g) =>
        ReferenceEquals(f, g) || (f is Bijectors.Exp or Bijectors.Sigmoid or Bijectors.Softplus or Bijectors.Tanh && f.GetType() == g.GetType());
}
