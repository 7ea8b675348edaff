using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>The rows of a tensor as examples.</summary>
internal sealed class TensorExamples : IExampleSource
{
    private readonly Tensor values;
    private readonly int[]? labels;

    /// <param name="values">[n, example…].</param>
    /// <param name="labels">[n] classes, or null.</param>
    /// <param name="reader">Who reads the examples, for messages.</param>
    /// <exception cref="ArgumentException">There is no first dimension, or there is another number of labels.</exception>
    public TensorExamples(Tensor values, int[]? labels, string reader)
    {
        if (values.Rank == 0) throw new ArgumentException($"{reader}: found a single number; expected [n, example…].", nameof(values));
        if (labels is not null && labels.Length != values.Shape[0])
            throw new ArgumentException($"{reader}: {labels.Length} labels for {values.Shape[0]} examples; expected one each.", nameof(labels));
        (this.values, this.labels, ExampleShape) = (values, labels, values.Shape[1..]);
    }

    public int Count => values.Shape[0];

    public Shape ExampleShape { get; }

    public bool HasLabels => labels is not null;

    public int Label(int position) => labels![position];

    public void CopyTo(int position, Span<float> destination) => values.Span.Slice(position * ExampleShape.Size, ExampleShape.Size).CopyTo(destination);
}
