using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>A <see cref="NarrowNetwork"/> in double, on a block of rows, without gradients. Its layers can be computed a range of columns at a time, as the elements of an autoregressive flow become known.</summary>
internal readonly unsafe struct WideNetwork
{
    private readonly NarrowNetwork network;

    // The weights [in, stride] and biases of all layers, then the outputs of all layers [rows, units].
    private readonly double* memory;

    /// <param name="network">Its weights are floats.</param>
    /// <param name="memory"><see cref="Length"/> doubles.</param>
    public WideNetwork(NarrowNetwork network, double* memory)
    {
        this.network = network;
        this.memory = memory;
        for (var i = 0; i < network.LayerCount; i++)
        {
            var (weight, bias) = network.Layer(i);
            int n = network.Width(i), stride = Stride(n);
            var to = Weights(i);
            for (var k = 0; k <= weight.Shape[0]; k++, to += stride)
            {
                var from = k < weight.Shape[0] ? weight.Span.Slice(k * n, n) : bias.Span;
                for (var j = 0; j < stride; j++) to[j] = j < n ? from[j] : 0;
            }
        }
    }

    /// <summary>The doubles of memory for a network.</summary>
    public static nint Length(NarrowNetwork network)
    {
        nint sum = 0;
        for (var i = 0; i < network.LayerCount; i++) sum += (network.Layer(i).Weight.Shape[0] + 1) * (nint)Stride(network.Width(i)) + BitConstants.NetworkRows * (nint)network.Width(i);
        return sum;
    }

    /// <summary>The output of a layer, [rows, units].</summary>
    public double* Output(int layer)
    {
        var at = Weights(network.LayerCount);
        for (var i = 0; i < layer; i++) at += BitConstants.NetworkRows * (nint)network.Width(i);
        return at;
    }

    /// <summary>Computes all layers.</summary>
    /// <param name="x">[count, in].</param>
    /// <param name="count">Rows.</param>
    /// <returns>The output of the last layer.</returns>
    public double* Forward(double* x, int count)
    {
        for (var i = 0; i < network.LayerCount; i++) Columns(i, x, count, network.Layer(i).Weight.Shape[0], 0, network.Width(i));
        return Output(network.LayerCount - 1);
    }

    /// <summary>Computes columns start to end − 1 of a layer from the first inputs; the weights of the others are 0 in these columns.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">[count, in], the input of the network; later layers read the output of the layer before.</param>
    /// <param name="count">Rows.</param>
    /// <param name="depth">How many inputs are read.</param>
    /// <param name="start">The first column.</param>
    /// <param name="end">The column after the last.</param>
    public void Columns(int layer, double* x, int count, int depth, int start, int end)
    {
        int inputs = network.Layer(layer).Weight.Shape[0], n = network.Width(layer), stride = Stride(n);
        double* w = Weights(layer), bias = w + inputs * (nint)stride, to = Output(layer), from = layer == 0 ? x : Output(layer - 1);
        var isLast = layer == network.LayerCount - 1;
        for (var row = 0; row < count; row += Rows)
        {
            double* x0 = from + (nint)row * inputs, x1 = from + (nint)Math.Min(row + 1, count - 1) * inputs, x2 = from + (nint)Math.Min(row + 2, count - 1) * inputs, x3 = from + (nint)Math.Min(row + 3, count - 1) * inputs;
            for (var j = start; j < end; j += WideLanes.Count)
            {
                Vector512<double> s0 = Vector512.Load(bias + j), s1 = s0, s2 = s0, s3 = s0;
                var column = w + j;
                for (var k = 0; k < depth; k++, column += stride)
                {
                    var weight = Vector512.Load(column);
                    s0 = Vector512.FusedMultiplyAdd(Vector512.Create(x0[k]), weight, s0);
                    s1 = Vector512.FusedMultiplyAdd(Vector512.Create(x1[k]), weight, s1);
                    s2 = Vector512.FusedMultiplyAdd(Vector512.Create(x2[k]), weight, s2);
                    s3 = Vector512.FusedMultiplyAdd(Vector512.Create(x3[k]), weight, s3);
                }
                var y = to + (nint)row * n + j;
                Finish(s0, y, end - j, isLast);
                if (row + 1 < count) Finish(s1, y + n, end - j, isLast);
                if (row + 2 < count) Finish(s2, y + 2 * n, end - j, isLast);
                if (row + 3 < count) Finish(s3, y + 3 * n, end - j, isLast);
            }
        }
    }

    private const int Rows = 4;

    // Columns that begin anywhere read up to a vector behind the last one.
    private static int Stride(int columns) => columns + WideLanes.Count;

    private static void Finish(Vector512<double> sum, double* to, int count, bool isLast) =>
        WideLanes.Store(isLast ? sum : Vector512.ConditionalSelect(Vector512.GreaterThan(sum, Vector512<double>.Zero), sum, Vector512<double>.Zero), to, count);

    private double* Weights(int layer)
    {
        var at = memory;
        for (var i = 0; i < layer; i++) at += (network.Layer(i).Weight.Shape[0] + 1) * (nint)Stride(network.Width(i));
        return at;
    }
}
