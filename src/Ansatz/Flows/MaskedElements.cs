using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// A masked network that is run as its elements become known: step i computes the hidden units of degree i, which see the elements 1 to i, and then the numbers of element i + 1. After all
/// elements, each unit was computed once.
/// </summary>
/// <remarks>
/// Units of one layer are ordered by degree, so a step computes adjacent columns, and their sums end with the last unit that they see: the others have weights of 0. Hence the numbers are
/// those of the whole network to the last bit.
/// </remarks>
internal sealed unsafe class MaskedElements : ElementMaps
{
    private const int Rows = BitConstants.NetworkRows;

    private readonly (Tensor Weight, Tensor Bias)[] layers;
    private readonly IReadOnlyList<int[]> degrees;
    private readonly Shape leading;
    private readonly int rows, outputs;
    private readonly Tape? tape;
    private readonly Func<Tensor, Bijector> map;
    private readonly Tensor[] values; // the inputs and the hidden layers, [rows, units]
    private int step;

    /// <param name="layers">The masked weights [in, out] and the biases.</param>
    /// <param name="degrees">Those of the inputs, the elements before the context, of each hidden layer, in order, and of the outputs.</param>
    /// <param name="leading">The shape of the values without their last dimension.</param>
    /// <param name="length">The elements.</param>
    /// <param name="context">[…leading, features], or null.</param>
    /// <param name="tape">Where memory comes from, or null.</param>
    /// <param name="map">From the numbers of one element to its map.</param>
    public MaskedElements((Tensor Weight, Tensor Bias)[] layers, IReadOnlyList<int[]> degrees, Shape leading, int length, Tensor? context, Tape? tape, Func<Tensor, Bijector> map)
    {
        (this.layers, this.degrees, this.leading, this.tape, this.map) = (layers, degrees, leading, tape, map);
        (rows, outputs) = (leading.Size, degrees[^1].Length / length);
        values = [.. degrees.Take(layers.Length).Select(d => Tensor.Allocate([rows, d.Length], tape))];
        // Weights of 0 meet elements that are not known yet; what they are multiplied with must be a number.
        values[0].Span.Clear();
        if (context is null) return;
        int width = degrees[0].Length, features = width - length;
        for (var row = 0; row < rows; row++) context.Span.Slice(row * features, features).CopyTo(values[0].Span[(row * width + length)..]);
    }

    public override Bijector Next(Tensor? previous)
    {
        if (previous is not null)
        {
            ReadOnlySpan<float> seen = FlowSteps.Seen(previous).Span;
            var inputs = values[0].Span;
            for (var row = 0; row < rows; row++) inputs[row * degrees[0].Length + step - 1] = seen[row];
        }
        var numbers = Tensor.Allocate([.. leading.Dimensions, 1, outputs], tape);
        ForkJoin.For(Pieces.Count(rows, Rows), new Step(this, numbers));
        step++;
        return map(numbers);
    }

    // The first unit of this degree or a higher one.
    private static int First(int[] degrees, int degree)
    {
        var first = 0;
        while (first < degrees.Length && degrees[first] < degree) first++;
        return first;
    }

    private readonly struct Step(MaskedElements all, Tensor numbers) : IParallelBody
    {
        public void Invoke(int index)
        {
            int step = all.step, row = index * Rows, count = Math.Min(Rows, all.rows - row), last = all.layers.Length - 1;
            for (var layer = 0; layer <= last; layer++)
            {
                var (weight, bias) = all.layers[layer];
                // The inputs are not in order, since the context follows the elements.
                int depth = weight.Shape[0], width = weight.Shape[1], known = layer == 0 ? depth : First(all.degrees[layer], step + 1);
                int start = layer == last ? step * all.outputs : First(all.degrees[layer + 1], step), end = layer == last ? start + all.outputs : First(all.degrees[layer + 1], step + 1);
                var target = layer == last ? numbers : all.values[layer + 1];
                int targetWidth = layer == last ? all.outputs : width, at = layer == last ? 0 : start;
                fixed (float* a = all.values[layer].Span, w = weight.Span, b = bias.Span, c = target.Span)
                    Gemm.MultiplyByOneThread(count, end - start, known, new Matrix(a + row * depth, depth, 1), new Matrix(w + start, width, 1), c + row * targetWidth + at, targetWidth, b + start, layer == last ? 1 : 0);
            }
        }
    }
}
