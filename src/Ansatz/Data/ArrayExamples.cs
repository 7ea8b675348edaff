using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>The examples of an array that stays in its file, as the numbers that it holds. For images, <see cref="ImageData"/> reads pixels as value/255.</summary>
/// <param name="file">The array; the caller disposes it.</param>
/// <remarks>The numbers are not checked: an array with NaN makes the objective NaN, which the trainer reports.</remarks>
/// <example><code>
/// using var file = ArrayFile.Open("rows.npy");       // [rows, 8] of float32
/// var flow = new NeuralSplineFlow(dimension: 8);
/// flow.Fit(new ArrayExamples(file), new Rng(1));
/// </code></example>
public sealed class ArrayExamples(ArrayFile file) : IExampleSource
{
    public int Count => file.Count;

    public Shape ExampleShape => file.ExampleShape;

    public bool IsSlow => true;

    public void CopyTo(int position, Span<float> destination) => file.CopyTo(position, destination);
}
