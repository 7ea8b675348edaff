namespace Ansatz.Tensors;

/// <summary>
/// An autoregressive layer in the direction in which an element is known only when those before it are: a masked network in double is run as the elements become known. It has no backward pass.
/// </summary>
/// <remarks>
/// A unit of degree d sees the elements 1 to d. Units are ordered by degree, so a step computes adjacent columns of each layer, and each unit once.
/// </remarks>
/// <param name="network">With masked weights.</param>
/// <param name="degrees">Those of the inputs, of each hidden layer, in order, and of the outputs.</param>
/// <param name="length">n.</param>
/// <param name="contextLength">The numbers of the context, 0 without.</param>
/// <param name="inputBound">The bound of the compression.</param>
/// <param name="map">The map of an element.</param>
internal sealed unsafe class SequentialRows<TMap>(NarrowNetwork network, IReadOnlyList<int[]> degrees, int length, int contextLength, float inputBound, TMap map) : RowStep where TMap : struct, IElementMap
{
    private readonly Compress compress = new(inputBound);

    public override bool HasNoGradient => true;

    public override void Forward(in RowBlock rows)
    {
        int count = rows.Count, features = map.FeatureCount, width = length + contextLength, last = network.LayerCount - 1;
        var wide = new WideNetwork(network, (double*)Scratch.Floats(ScratchUse.WideNetwork, 2 * WideNetwork.Length(network)));
        double* input = (double*)Scratch.Floats(ScratchUse.RowStep, 2 * (nint)count * (width + features + 3)), ofElement = input + (nint)count * width, x = ofElement + (nint)count * features, y = x + count, logSlopes = y + count;
        new Span<double>(input, count * width).Clear();
        for (var row = 0; row < count; row++)
            for (var i = 0; i < contextLength; i++) input[row * width + length + i] = rows.Context[row * contextLength + i];
        for (var element = 0; element < length; element++)
        {
            for (var layer = 0; layer <= last; layer++)
            {
                // The inputs are not in order, since the context follows the elements.
                var depth = layer == 0 ? width : First(degrees[layer], element + 1);
                var (start, end) = layer == last ? (element * features, (element + 1) * features) : (First(degrees[layer + 1], element), First(degrees[layer + 1], element + 1));
                wide.Columns(layer, input, count, depth, start, end);
            }
            var outputs = wide.Output(last) + element * features;
            for (var row = 0; row < count; row++)
            {
                x[row] = rows.X[row * length + element];
                new ReadOnlySpan<double>(outputs + (nint)row * length * features, features).CopyTo(new Span<double>(ofElement + row * features, features));
            }
            map.Values(x, ofElement, count, y, logSlopes);
            for (var row = 0; row < count; row++)
            {
                rows.Y[row * length + element] = y[row];
                rows.LogDet[row] += logSlopes[row];
                input[row * width + element] = compress.Value(y[row]);
            }
        }
    }

    public override void Backward(in RowBlock rows) => throw new NotSupportedException();

    // The first unit of this degree or a higher one.
    private static int First(int[] degrees, int degree)
    {
        var first = 0;
        while (first < degrees.Length && degrees[first] < degree) first++;
        return first;
    }
}
