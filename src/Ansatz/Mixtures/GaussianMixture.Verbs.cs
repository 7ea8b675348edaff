using Ansatz.Networks;
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
}
