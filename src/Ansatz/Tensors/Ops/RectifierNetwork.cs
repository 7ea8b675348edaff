namespace Ansatz.Tensors;

/// <summary>
/// A whole network of dense layers with rectifiers between them: h₁ = max(x·W₁ + b₁, 0), …, y = hₙ₋₁·Wₙ + bₙ. x [rows…, in], weights [in, out], biases [out]; the inputs are x, W₁, b₁, W₂, b₂, ….
/// </summary>
/// <remarks>
/// <para>See <see cref="NarrowNetwork"/> for the gradients. A piece takes 64 rows through all layers while they are in cache. So a narrow network is two parallel regions instead of a dozen. The gradients of the weights are sums over such
/// blocks of rows, which a fixed tree adds. Every sum of the values is
/// one chain in the order of the inputs.</para>
/// </remarks>
internal sealed unsafe class RectifierNetwork : Op
{
    private const int Rows = BitConstants.NetworkRows;

    // The hidden layers of each block of rows, one after the other.
    private Tensor? hidden;

    /// <summary>Whether layers of this many weights are computed together. Those of wider layers do not stay in cache with 64 rows.</summary>
    public static bool Suits(Tensor weight) => weight.Length <= BitConstants.NetworkWeights;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        var network = new NarrowNetwork(inputs[1..]);
        var rows = x.Shape[..^1].Size;
        hidden = Tensor.Allocate([rows, network.WidthBefore(network.LayerCount - 1)], tape);
        var y = Tensor.Allocate([.. x.Shape.Dimensions[..^1], network.OutputLength], tape);
        ForkJoin.For(Pieces.Count(rows, Rows), new Values(x, network, hidden, y, rows));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var inputs = new Tensor[step.InputCount];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = step.Input(i);
        var network = new NarrowNetwork(inputs.AsSpan(1));
        int rows = inputs[0].Shape[..^1].Size, blocks = Pieces.Count(rows, Rows);
        var transposed = Scratch.Floats(ScratchUse.NetworkWeights, network.TransposedLength);
        network.Transpose(transposed);
        var partials = Scratch.Floats(ScratchUse.NetworkGradients, blocks * network.GradientLength);
        var gx = step.Needs(0) ? step.Allocate(inputs[0].Shape) : null;
        ForkJoin.For(blocks, new Gradients(inputs[0], network, hidden!, step.Gradient, gx, transposed, partials, rows));
        BlockTree.Combine(partials, partials + network.GradientLength, network.GradientLength, blocks, network.GradientLength);
        if (gx is not null) step.Add(0, gx);
        for (var i = 1; i < inputs.Length; i++)
        {
            if (!step.Needs(i)) continue;
            var gradient = step.Allocate(inputs[i].Shape);
            if (blocks == 0) gradient.Span.Clear();
            else new ReadOnlySpan<float>(partials + network.GradientPlace(i - 1), gradient.Length).CopyTo(gradient.Span);
            step.Add(i, gradient);
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        var weights = 0L;
        for (var i = 1; i < inputs.Length; i += 2) weights += inputs[i].Length;
        return 2 * weights * inputs[0].Shape[..^1].Size;
    }

    /// <summary>Finds the outputs of the hidden layers of a block.</summary>
    private static void Find(NarrowNetwork network, float* hidden, int first, int count, float** outputs)
    {
        var at = hidden + (nint)first * network.WidthBefore(network.LayerCount - 1);
        for (var i = 0; i < network.LayerCount - 1; i++)
        {
            outputs[i] = at;
            at += (nint)count * network.Width(i);
        }
    }

    private readonly struct Values(Tensor x, NarrowNetwork network, Tensor hidden, Tensor y, int rows) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Rows, count = Math.Min(Rows, rows - first);
            var outputs = stackalloc float*[network.LayerCount];
            fixed (float* px = x.Span, ph = hidden.Span, py = y.Span)
            {
                Find(network, ph, first, count, outputs);
                outputs[network.LayerCount - 1] = py + (nint)first * network.OutputLength;
                network.Forward(px + (nint)first * network.InputLength, outputs, count);
            }
        }
    }

    private readonly struct Gradients(Tensor x, NarrowNetwork network, Tensor hidden, Tensor gradient, Tensor? gx, float* transposed, float* partials, int rows) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Rows, count = Math.Min(Rows, rows - first);
            var outputs = stackalloc float*[network.LayerCount];
            fixed (float* px = x.Span, ph = hidden.Span, pg = gradient.Span, pgx = gx is null ? default : gx.Span)
            {
                Find(network, ph, first, count, outputs);
                network.Backward(px + (nint)first * network.InputLength, outputs, pg + (nint)first * network.OutputLength,
                    gx is null ? null : pgx + (nint)first * network.InputLength, transposed, partials + index * network.GradientLength, count);
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
