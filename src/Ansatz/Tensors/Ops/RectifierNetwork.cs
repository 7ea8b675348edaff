namespace Ansatz.Tensors;

/// <summary>
/// A whole network of dense layers with rectifiers between them: h₁ = max(x·W₁ + b₁, 0), …, y = hₙ₋₁·Wₙ + bₙ. x [rows…, in], weights [in, out], biases [out]; the inputs are x, W₁, b₁, W₂, b₂, ….
/// </summary>
/// <remarks>
/// <para>Backward, from the last layer to the first, with u = g for the last one and u = g where h &gt; 0 before it: gW = hᵀ·u, gb = ∑u over rows, and the g of the layer before is u·Wᵀ.</para>
/// <para>A piece takes 64 rows through all layers while they are in cache. So a narrow network is two parallel regions instead of a dozen. The gradients of the weights are sums over such
/// blocks of rows, which a fixed tree adds. Every sum of the values is
/// one chain in the order of the inputs.</para>
/// </remarks>
internal sealed unsafe class RectifierNetwork : Op
{
    private const int Rows = BitConstants.NetworkRows;

    // Hidden layers, [rows, units].
    private Tensor[] hidden = [];

    /// <summary>Whether layers of this many weights are computed together. Those of wider layers do not stay in cache with 64 rows.</summary>
    public static bool Suits(Tensor weight) => weight.Length <= BitConstants.NetworkWeights;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var layers = Layers(inputs);
        var rows = x.Shape[..^1].Size;
        var outputs = new Tensor[layers.Length];
        for (var i = 0; i < layers.Length; i++)
            outputs[i] = Tensor.Allocate(i < layers.Length - 1 ? [rows, layers[i].Width] : [.. x.Shape.Dimensions[..^1], layers[i].Width], tape);
        ForkJoin.For(Pieces.Count(rows, Rows), new Values(x, layers, outputs, rows));
        hidden = outputs[..^1];
        return outputs[^1];
    }

    public override void Backward(in BackwardStep step)
    {
        var inputs = new Tensor[step.InputCount];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = step.Input(i);
        var layers = Layers(inputs);
        int rows = inputs[0].Shape[..^1].Size, blocks = Pieces.Count(rows, Rows);
        // The gradients of a block: those of each layer's weights, then of its biases, each on its own cache lines.
        var places = new nint[2 * layers.Length + 1];
        for (var i = 0; i < 2 * layers.Length; i++) places[i + 1] = places[i] + Aligned(inputs[i + 1].Length);
        var partials = Scratch.Floats(ScratchUse.NetworkGradients, blocks * places[^1]);
        var gx = step.Needs(0) ? step.Allocate(inputs[0].Shape) : null;
        ForkJoin.For(blocks, new Gradients(inputs[0], layers, hidden, step.Gradient, gx, Transposed(layers), partials, places, rows));
        BlockTree.Combine(partials, partials + places[^1], places[^1], blocks, places[^1]);
        if (gx is not null) step.Add(0, gx);
        for (var i = 1; i < inputs.Length; i++)
        {
            if (!step.Needs(i)) continue;
            var gradient = step.Allocate(inputs[i].Shape);
            if (blocks == 0) gradient.Span.Clear();
            else new ReadOnlySpan<float>(partials + places[i - 1], gradient.Length).CopyTo(gradient.Span);
            step.Add(i, gradient);
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        var weights = 0L;
        foreach (var layer in Layers(inputs)) weights += layer.Weight.Length;
        return 2 * weights * inputs[0].Shape[..^1].Size;
    }

    private static Layer[] Layers(ReadOnlySpan<Tensor> inputs)
    {
        var layers = new Layer[inputs.Length / 2];
        for (var i = 0; i < layers.Length; i++) layers[i] = new Layer(inputs[2 * i + 1], inputs[2 * i + 2]);
        return layers;
    }

    /// <summary>The weights of all layers, transposed, one after the other.</summary>
    private static float* Transposed(Layer[] layers)
    {
        nint length = 0;
        foreach (var layer in layers) length += Aligned(layer.Weight.Length);
        float* all = Scratch.Floats(ScratchUse.NetworkWeights, length), to = all;
        foreach (var layer in layers)
        {
            fixed (float* weight = layer.Weight.Span) Panels.Transpose(weight, layer.Width, layer.Depth, layer.Width, to, layer.Depth);
            to += Aligned(layer.Weight.Length);
        }
        return all;
    }

    private static nint Aligned(int length) => (length + Lanes.Count - 1) & -Lanes.Count;

    private readonly record struct Layer(Tensor Weight, Tensor Bias)
    {
        public int Depth => Weight.Shape[0];

        public int Width => Weight.Shape[1];
    }

    private readonly struct Values(Tensor x, Layer[] layers, Tensor[] outputs, int rows) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Rows, count = Math.Min(Rows, rows - first);
            var from = x;
            for (var i = 0; i < layers.Length; i++)
            {
                int k = layers[i].Depth, n = layers[i].Width;
                fixed (float* a = from.Span, w = layers[i].Weight.Span, b = layers[i].Bias.Span, c = outputs[i].Span)
                    Gemm.MultiplyByOneThread(count, n, k, new Matrix(a + first * k, k, 1), new Matrix(w, n, 1), c + first * n, n, b, i < layers.Length - 1 ? 0 : 1);
                from = outputs[i];
            }
        }
    }

    private readonly struct Gradients(Tensor x, Layer[] layers, Tensor[] hidden, Tensor gradient, Tensor? gx, float* transposed, float* partials, nint[] places, int rows) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Rows, count = Math.Min(Rows, rows - first), widest = 0;
            nint ofWeights = 0;
            foreach (var layer in layers) (widest, ofWeights) = (Math.Max(widest, layer.Depth), ofWeights + Aligned(layer.Weight.Length));
            // The gradients of two adjacent layers, which change places.
            float* next = Scratch.Floats(ScratchUse.NetworkRows, 2 * (nint)Rows * widest), other = next + (nint)Rows * widest;
            fixed (float* pg = gradient.Span, px = x.Span, pgx = gx is null ? default : gx.Span)
            {
                var u = pg + (nint)first * layers[^1].Width;
                for (var i = layers.Length - 1; i >= 0; i--)
                {
                    int k = layers[i].Depth, n = layers[i].Width;
                    ofWeights -= Aligned(layers[i].Weight.Length);
                    float* weights = partials + index * places[^1] + places[2 * i], biases = partials + index * places[^1] + places[2 * i + 1];
                    fixed (float* ph = i > 0 ? hidden[i - 1].Span : default)
                    {
                        var from = (i > 0 ? ph : px) + (nint)first * k;
                        // The last layer has no rectifier; the u of the others, and the sums of their biases, come from the layer behind.
                        if (i == layers.Length - 1) new ColumnSums<PlainTerm>(new PlainTerm(u, u + (nint)count * n), biases, count, n, 1).Invoke(0);
                        Gemm.MultiplyByOneThread(k, n, count, new Matrix(from, 1, k), new Matrix(u, n, 1), weights, n);
                        if (i == 0 && pgx == null) return;
                        var to = i == 0 ? pgx + (nint)first * k : next;
                        Gemm.MultiplyByOneThread(count, k, n, new Matrix(u, n, 1), new Matrix(transposed + ofWeights, k, 1), to, k);
                        if (i == 0) return;
                        var earlier = partials + index * places[^1] + places[2 * i - 1];
                        new ColumnSums<RectifiedTerm>(new RectifiedTerm(from, to, to, 0), earlier, count, k, 1).Invoke(0);
                        u = to;
                        next = other;
                        other = to;
                    }
                }
            }
        }
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>A network of dense layers with rectifiers between them; see <see cref="RectifierNetwork"/>.</summary>
        /// <param name="layers">W₁, b₁, W₂, b₂, …: [in, out] and [out] of each layer.</param>
        internal Tensor RectifierNetwork(params ReadOnlySpan<Tensor> layers) => new RectifierNetwork().Apply([x, .. layers]);
    }
}
