namespace Ansatz.Tensors;

/// <summary>
/// Dense layers with rectifiers between them, on a block of up to <see cref="BitConstants.NetworkRows"/> rows that stays in cache: h₁ = max(x·W₁ + b₁, 0), …, y = hₙ₋₁·Wₙ + bₙ.
/// </summary>
/// <remarks>
/// Backward, from the last layer to the first, with u = g for the last one and u = g where h &gt; 0 before it: gW = hᵀ·u, gb = ∑u over rows, and the g of the layer before is u·Wᵀ. Every sum of the
/// values is one chain in the order of the inputs.
/// </remarks>
internal sealed unsafe class NarrowNetwork
{
    private readonly (Tensor Weight, Tensor Bias)[] layers;

    // Where the gradients of each weight and of each bias begin, each on cache lines of its own, and where all of them end.
    private readonly nint[] places;

    /// <param name="weightsAndBiases">W₁ [in, out], b₁ [out], W₂, b₂, ….</param>
    public NarrowNetwork(params ReadOnlySpan<Tensor> weightsAndBiases)
    {
        layers = new (Tensor, Tensor)[weightsAndBiases.Length / 2];
        places = new nint[weightsAndBiases.Length + 1];
        for (var i = 0; i < layers.Length; i++) layers[i] = (weightsAndBiases[2 * i], weightsAndBiases[2 * i + 1]);
        for (var i = 0; i < weightsAndBiases.Length; i++) places[i + 1] = places[i] + Aligned(weightsAndBiases[i].Length);
    }

    public int LayerCount => layers.Length;

    /// <summary>The length of x.</summary>
    public int InputLength => layers[0].Weight.Shape[0];

    /// <summary>The length of y.</summary>
    public int OutputLength => Width(layers.Length - 1);

    /// <summary>The floats of the gradients of all weights and biases of one block.</summary>
    public nint GradientLength => places[^1];

    /// <summary>Where in them the gradient of a weight, or of a bias, begins: of W₁, b₁, W₂, b₂, ….</summary>
    public nint GradientPlace(int parameter) => places[parameter];

    /// <summary>The floats that <see cref="Transpose"/> writes.</summary>
    public nint TransposedLength
    {
        get
        {
            nint length = 0;
            foreach (var (weight, _) in layers) length += Aligned(weight.Length);
            return length;
        }
    }

    public static nint Aligned(int length) => (length + Lanes.Count - 1) & -Lanes.Count;

    /// <summary>The weights [in, out] and the biases of a layer.</summary>
    public (Tensor Weight, Tensor Bias) Layer(int layer) => layers[layer];

    /// <summary>The length of the output of a layer.</summary>
    public int Width(int layer) => layers[layer].Weight.Shape[1];

    /// <summary>The floats per row of the outputs of layers 0 to end − 1.</summary>
    public int WidthBefore(int end)
    {
        var width = 0;
        for (var i = 0; i < end; i++) width += Width(i);
        return width;
    }

    /// <summary>Computes the outputs of all layers, the last without a rectifier.</summary>
    /// <param name="x">[count, in].</param>
    /// <param name="outputs">The memory for each layer's output, [count, units].</param>
    /// <param name="count">Rows.</param>
    public void Forward(float* x, float** outputs, int count)
    {
        for (var i = 0; i < layers.Length; i++)
        {
            var (weight, bias) = layers[i];
            int k = weight.Shape[0], n = weight.Shape[1];
            fixed (float* w = weight.Span, b = bias.Span)
                Gemm.MultiplyByOneThread(count, n, k, new Matrix(x, k, 1), new Matrix(w, n, 1), outputs[i], n, b, i < layers.Length - 1 ? 0 : 1);
            x = outputs[i];
        }
    }

    /// <summary>Writes the transposed weights, one after the other.</summary>
    public void Transpose(float* memory)
    {
        foreach (var (weight, _) in layers)
        {
            fixed (float* w = weight.Span) Panels.Transpose(w, weight.Shape[1], weight.Shape[0], weight.Shape[1], memory, weight.Shape[0]);
            memory += Aligned(weight.Length);
        }
    }

    /// <summary>Computes the gradients of the weights, of the biases and of x for one block.</summary>
    /// <param name="x">[count, in].</param>
    /// <param name="outputs">What <see cref="Forward"/> has written.</param>
    /// <param name="u">The gradient of y, [count, out].</param>
    /// <param name="gx">The gradient of x is written here, [count, in]; null if it is not wanted.</param>
    /// <param name="transposed">What <see cref="Transpose"/> has written.</param>
    /// <param name="gradients">The gradients of the weights and biases are written here.</param>
    /// <param name="count">Rows.</param>
    public void Backward(float* x, float** outputs, float* u, float* gx, float* transposed, float* gradients, int count)
    {
        var widest = 0;
        foreach (var (weight, _) in layers) widest = Math.Max(widest, weight.Shape[0]);
        // The gradients of two adjacent layers, which change places.
        float* next = Scratch.Floats(ScratchUse.NetworkRows, 2 * (nint)BitConstants.NetworkRows * widest), other = next + (nint)BitConstants.NetworkRows * widest;
        var weights = transposed + TransposedLength;
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            int k = layers[i].Weight.Shape[0], n = layers[i].Weight.Shape[1];
            weights -= Aligned(layers[i].Weight.Length);
            var from = i > 0 ? outputs[i - 1] : x;
            // The last layer has no rectifier; the u of the others, and the sums of their biases, come from the layer behind.
            if (i == layers.Length - 1) new ColumnSums<PlainTerm>(new PlainTerm(u, u + (nint)count * n), gradients + places[2 * i + 1], count, n, 1).Invoke(0);
            Gemm.MultiplyByOneThread(k, n, count, new Matrix(from, 1, k), new Matrix(u, n, 1), gradients + places[2 * i], n);
            if (i == 0 && gx == null) return;
            var to = i == 0 ? gx : next;
            Gemm.MultiplyByOneThread(count, k, n, new Matrix(u, n, 1), new Matrix(weights, k, 1), to, k);
            if (i == 0) return;
            new ColumnSums<RectifiedTerm>(new RectifiedTerm(from, to, to, 0), gradients + places[2 * i - 1], count, k, 1).Invoke(0);
            u = to;
            next = other;
            other = to;
        }
    }
}
