using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Gives each element of an example mean 0 and variance 1: z = (x − μ)/σ with μ and σ of the examples that it was made from. A constant element has σ = 1.
/// </summary>
/// <remarks>μ and σ² = ∑(x − μ)²/N are summed in double, σ² around the mean, so that a large mean causes no cancellation.</remarks>
public sealed class Standardization
{
    private readonly float[] means, deviations;

    private Standardization(Shape exampleShape, float[] means, float[] deviations) => (ExampleShape, this.means, this.deviations) = (exampleShape, means, deviations);

    /// <summary>The shape of one example.</summary>
    public Shape ExampleShape { get; }

    /// <summary>μ, of the shape of an example.</summary>
    public Tensor Mean => Tensor.From(means, ExampleShape);

    /// <summary>σ, of the shape of an example.</summary>
    public Tensor StandardDeviation => Tensor.From(deviations, ExampleShape);

    /// <summary>From standardized values to the data: x = μ + σ z. With it, a density of standardized data becomes one of the data.</summary>
    public Bijector ToData => new Chain(new Scale(StandardDeviation), new Shift(Mean));

    /// <summary>Learns μ and σ of the training examples.</summary>
    /// <exception cref="ArgumentException">There is no example.</exception>
    public static Standardization Of(Dataset training)
    {
        if (training.Count == 0) throw new ArgumentException("Standardization: the data set is empty; give one example or more.", nameof(training));
        var length = training.ExampleShape.Size;
        double[] sums = new double[length], squares = new double[length];
        var example = new float[length];
        for (var i = 0; i < training.Count; i++)
        {
            training.CopyTo(i, example);
            for (var j = 0; j < length; j++) sums[j] += example[j];
        }
        for (var j = 0; j < length; j++) sums[j] /= training.Count;
        for (var i = 0; i < training.Count; i++)
        {
            training.CopyTo(i, example);
            for (var j = 0; j < length; j++) squares[j] += (example[j] - sums[j]) * (example[j] - sums[j]);
        }
        return new Standardization(training.ExampleShape, [.. sums.Select(s => (float)s)], [.. squares.Select(s => Deviation(s / training.Count))]);
    }

    /// <summary>The same examples, standardized.</summary>
    /// <exception cref="ArgumentException">Their shape is another.</exception>
    public Dataset Apply(Dataset dataset)
    {
        if (dataset.ExampleShape != ExampleShape) throw new ArgumentException($"Standardization: examples of shape {dataset.ExampleShape}; expected {ExampleShape}.", nameof(dataset));
        if (dataset.IsOutsideMemory) return dataset.WithValues(new ConvertedStorage(dataset, Support.Reals, (values, _) => Standardize(values)));
        var length = ExampleShape.Size;
        var values = new float[dataset.Count * length];
        for (var i = 0; i < dataset.Count; i++)
        {
            var example = values.AsSpan(i * length, length);
            dataset.CopyTo(i, example);
            Standardize(example);
        }
        return dataset.WithValues(new MemoryStorage<float>(values, length));
    }

    private void Standardize(Span<float> example)
    {
        for (var j = 0; j < example.Length; j++) example[j] = (example[j] - means[j]) / deviations[j];
    }

    // A variance below the smallest float's square root would divide by 0.
    private static float Deviation(double variance) => (float)Math.Sqrt(variance) is > 0 and var deviation ? deviation : 1;
}
