using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <content>The verb that a mixture computes in double; its draws are those of <see cref="DistributionVerbs"/>.</content>
public sealed partial class GaussianMixture
{
    private const int PointsAtOnce = 1024;

    /// <summary>log p(x) of each point, in nats.</summary>
    /// <param name="x">[n, d].</param>
    public double[] Score(Tensor x) => Score(new TensorExamples(x, null, nameof(GaussianMixture)));

    /// <summary>log p(x) of each point of a source, in nats.</summary>
    /// <param name="examples">Points of d numbers, one or more.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="ArgumentException">There is no point, or it has another number of elements.</exception>
    public double[] Score(IExampleSource examples, CancellationToken cancellation = default)
    {
        examples.RequireExamples(nameof(GaussianMixture));
        if (examples.ExampleShape.Size != Dimension)
            throw new ArgumentException($"GaussianMixture: the examples have shape {examples.ExampleShape}; expected {Dimension} numbers.", nameof(examples));
        var density = Density();
        var scores = new List<double>(examples.Count);
        foreach (var batch in ExampleReader.InOrder(examples, size: PointsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            scores.AddRange(density.LogProb(Array.ConvertAll(batch.Values.ToArray(), v => (double)v)));
        }
        return [.. scores];
    }

    /// <summary>Independent draws of missing elements from their exact distribution given the observed ones; see <see cref="MixtureDensity.Condition"/>.</summary>
    /// <param name="x">[n, d], NaN where an element is missing.</param>
    /// <param name="rng">The stream of the draws; an example's draws depend on its place and not on the other examples.</param>
    /// <param name="drawCount">Draws per example, 1 or more.</param>
    /// <param name="cancellation">Ends between two examples.</param>
    /// <exception cref="ArgumentException">x has another shape, or holds an infinity.</exception>
    public Imputation Impute(Tensor x, Rng rng, int drawCount = 1, CancellationToken cancellation = default)
    {
        Imputation.Check(nameof(GaussianMixture), x, [Dimension], drawCount);
        var density = Density();
        var draws = x.BroadcastTo(new Shape(drawCount).Concat(x.Shape)).ToArray();
        for (var i = 0; i < x.Shape[0]; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var row = Array.ConvertAll(x.Span.Slice(i * Dimension, Dimension).ToArray(), v => (double)v);
            int[] missing = [.. Enumerable.Range(0, Dimension).Where(j => double.IsNaN(row[j]))];
            if (missing.Length == 0) continue;
            var conditional = density.Condition(row);
            var stream = rng.Fork(i);
            var drawn = new double[missing.Length];
            for (var draw = 0; draw < drawCount; draw++)
            {
                MixtureConditional.Draw(conditional, stream, drawn);
                for (var j = 0; j < missing.Length; j++) draws[(draw * x.Shape[0] + i) * Dimension + missing[j]] = (float)drawn[j];
            }
        }
        return new(Tensor.From(draws, new Shape(drawCount).Concat(x.Shape)), AcceptanceRate: 1);
    }
}
