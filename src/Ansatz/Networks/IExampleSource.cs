using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Examples of one shape that are read by position, so that they need not be in memory together.</summary>
/// <remarks>
/// To read data larger than memory, implement the first three members, and the labels if there are any; tests/Ansatz.Outside/FileExamples.cs is the file to copy. The trainer, the evaluations and the verbs
/// of models take any source; <c>Dataset</c> is the one for data in memory and for images in a large file.
/// </remarks>
public interface IExampleSource
{
    int Count { get; }

    /// <summary>The shape of one example, for instance [28, 28, 1].</summary>
    Shape ExampleShape { get; }

    /// <summary>Copies one example. Several threads may call this at the same time.</summary>
    /// <param name="position">0 to <see cref="Count"/> − 1.</param>
    /// <param name="destination">As long as an example.</param>
    void CopyTo(int position, Span<float> destination);

    /// <summary>Whether every example has a class.</summary>
    bool HasLabels => false;

    /// <summary>The class of one example, 0 or more.</summary>
    /// <exception cref="InvalidOperationException">There are no labels.</exception>
    int Label(int position) => throw new InvalidOperationException($"{GetType().Name}: it has no labels.");

    /// <summary>
    /// The numbers that an example may hold. A model that takes only some numbers, such as [0, 1], reads all examples once to check them, unless this says the same set.
    /// </summary>
    Support ValueSupport => Support.Reals;

    /// <summary>
    /// Whether an example waits for a disk or a decoder. Then the trainer and the evaluations read the next batches ahead, on threads of their own. No result depends on it.
    /// </summary>
    bool IsSlow => false;

    /// <summary>
    /// The first example of each block, ascending from 0, if examples are read in blocks such as the row groups of a Parquet file; empty if any example is read alone. A shuffled order then takes blocks in a
    /// random order and mixes the examples of four blocks at a time. It decides bits.
    /// </summary>
    IReadOnlyList<int> BlockStarts => [];

    /// <summary>Told that an example will be read soon; does nothing unless overridden.</summary>
    void Prefetch(int position) { }
}
