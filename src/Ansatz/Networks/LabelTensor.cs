using System.Collections;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Labels that a trace follows: the classes of the examples as a tensor of whole numbers, from which layers compute their planes by ops.</summary>
/// <param name="values">[n], whole numbers.</param>
internal sealed class LabelTensor(Tensor values) : IReadOnlyList<int>
{
    public int Count => values.Length;

    public int this[int index] => (int)values.Span[index];

    /// <summary>1 at the place of each example's class along the last dimension, and 0 elsewhere.</summary>
    /// <param name="classCount">The length of the last dimension.</param>
    /// <param name="shape">[n, …, classCount].</param>
    public Tensor OneHot(int classCount, Shape shape)
    {
        if (shape[0] != Count) throw new ArgumentException($"LabelTensor: {Count} labels for {shape[0]} rows; expected one each.", nameof(shape));
        var classes = Tensor.From([.. Enumerable.Range(0, classCount).Select(k => (float)k)]);
        return values.Reshape(new Shape(Count).Concat([.. Enumerable.Repeat(1, shape.Rank - 1)])).EqualTo(classes).BroadcastTo(shape);
    }

    public IEnumerator<int> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
