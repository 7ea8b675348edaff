namespace Ansatz.Tensors;

/// <summary>
/// Maps of rows one after the other, y = fₖ∘…∘f₁(x) for x [rows…, n]: the result holds y [rows, n] and then the sum of their log-determinants [rows]. A context [rows, features] may be the second
/// input. The parameters of all steps follow.
/// </summary>
/// <remarks>
/// One thread takes a block of 64 rows through all steps while it is in cache. So a whole flow is one parallel region in each direction, instead of several for each layer. A fixed tree adds the gradients of the
/// blocks.
/// </remarks>
/// <param name="steps">One or more.</param>
/// <param name="hasContext">Whether input 1 is a context.</param>
internal sealed unsafe class RowChain(RowStep[] steps, bool hasContext) : Op
{
    private const int Rows = BitConstants.NetworkRows;

    private readonly RowStep[] steps = steps;

    // What the steps keep of each block, with their inputs and outputs.
    private Tensor? kept;

    private int FirstParameter => hasContext ? 2 : 1;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var x = inputs[0];
        int n = x.Shape[^1], rows = x.Length / n;
        var output = Tensor.Allocate([rows * (n + 1)], tape);
        if (tape is { IsRecording: true }) kept = Tensor.Allocate([checked(rows * KeptPerRow(n))], tape);
        ForkJoin.For(Pieces.Count(rows, Rows), new Values(this, x, hasContext ? inputs[1] : null, output, rows, n));
        return output;
    }

    public override void Backward(in BackwardStep step)
    {
        var x = step.Input(0);
        int n = x.Shape[^1], rows = x.Length / n, blocks = Pieces.Count(rows, Rows);
        nint gradientLength = 0, preparedLength = 0;
        foreach (var each in steps) (gradientLength, preparedLength) = (gradientLength + each.GradientLength, preparedLength + each.PreparedLength);
        float* prepared = Scratch.Floats(ScratchUse.NetworkWeights, preparedLength), next = prepared;
        foreach (var each in steps)
        {
            each.Prepare(next);
            next += each.PreparedLength;
        }
        var partials = Scratch.Floats(ScratchUse.NetworkGradients, Math.Max(1, blocks) * gradientLength);
        if (blocks == 0) new Span<float>(partials, (int)gradientLength).Clear();
        Tensor? gx = step.Needs(0) ? step.Allocate(x.Shape) : null, gc = hasContext && step.Needs(1) ? step.Allocate(step.Input(1).Shape) : null;
        gc?.Span.Clear();
        ForkJoin.For(blocks, new Gradients(this, hasContext ? step.Input(1) : null, step.Gradient, gx, gc, next, partials, gradientLength, rows, n));
        BlockTree.Combine(partials, partials + gradientLength, gradientLength, blocks, gradientLength);
        if (gx is not null) step.Add(0, gx);
        if (gc is not null) step.Add(1, gc);
        var first = FirstParameter;
        foreach (var each in steps)
        {
            each.AddGradients(step, first, partials);
            partials += each.GradientLength;
            first += each.Parameters.Count;
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        var sum = 0L;
        foreach (var step in steps) sum += step.MultiplyAdds;
        return 2 * sum * (inputs[0].Length / inputs[0].Shape[^1]);
    }

    // The input and all outputs are doubles.
    private int KeptPerRow(int n)
    {
        var sum = 2 * n;
        foreach (var step in steps) sum += step.KeptLength + 2 * n;
        return sum;
    }

    private readonly struct Values(RowChain chain, Tensor x, Tensor? context, Tensor output, int rows, int n) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Rows, count = Math.Min(Rows, rows - first), keptPerRow = chain.KeptPerRow(n);
            var logDet = stackalloc double[Rows];
            new Span<double>(logDet, Rows).Clear();
            fixed (float* px = x.Span, pc = context is null ? default : context.Span, py = output.Span, pk = chain.kept is null ? default : chain.kept.Span)
            {
                var memory = chain.kept is null ? Scratch.Floats(ScratchUse.RowChain, (nint)Rows * keptPerRow) : pk + (nint)first * keptPerRow;
                var block = new RowBlock { Count = count, IsRecorded = chain.kept is not null, Y = (double*)memory, LogDet = logDet, Context = context is null ? null : pc + (nint)first * context.Shape[^1] };
                for (var i = 0; i < count * n; i++) block.Y[i] = px[(nint)first * n + i];
                foreach (var step in chain.steps)
                {
                    memory += 2 * count * n;
                    block.X = block.Y;
                    block.Kept = memory;
                    memory += count * step.KeptLength;
                    block.Y = (double*)memory;
                    step.Forward(block);
                }
                for (var i = 0; i < count * n; i++) py[(nint)first * n + i] = (float)block.Y[i];
                for (var row = 0; row < count; row++) py[(nint)rows * n + first + row] = (float)logDet[row];
            }
        }
    }

    private readonly struct Gradients(RowChain chain, Tensor? context, Tensor gradient, Tensor? gx, Tensor? gc, float* preparedEnd, float* partials, nint gradientLength, int rows, int n) : IParallelBody
    {
        public void Invoke(int index)
        {
            int first = index * Rows, count = Math.Min(Rows, rows - first), keptPerRow = chain.KeptPerRow(n), features = context is null ? 0 : context.Shape[^1];
            fixed (float* pc = context is null ? default : context.Span, pk = chain.kept!.Span, pg = gradient.Span, pgx = gx is null ? default : gx.Span, pgc = gc is null ? default : gc.Span)
            {
                var g = Scratch.Floats(ScratchUse.RowChain, (nint)Rows * n);
                new ReadOnlySpan<float>(pg + (nint)first * n, count * n).CopyTo(new Span<float>(g, count * n));
                // From the end of the block's memory to its beginning.
                float* memory = pk + (nint)(first + count) * keptPerRow - 2 * count * n, ofParameters = partials + (index + 1) * gradientLength, prepared = preparedEnd;
                var block = new RowBlock
                {
                    Count = count,
                    X = (double*)memory,
                    Gradient = g,
                    LogDetGradient = pg + (nint)rows * n + first,
                    Context = context is null ? null : pc + (nint)first * features,
                    ContextGradient = gc is null ? null : pgc + (nint)first * features,
                };
                for (var i = chain.steps.Length - 1; i >= 0; i--)
                {
                    var step = chain.steps[i];
                    block.Y = block.X;
                    memory -= count * step.KeptLength;
                    block.Kept = memory;
                    memory -= 2 * count * n;
                    block.X = (double*)memory;
                    ofParameters -= step.GradientLength;
                    block.ParameterGradients = ofParameters;
                    prepared -= step.PreparedLength;
                    block.Prepared = prepared;
                    block.NeedsInput = i > 0 || gx is not null;
                    step.Backward(block);
                }
                if (gx is not null) new ReadOnlySpan<float>(g, count * n).CopyTo(new Span<float>(pgx + (nint)first * n, count * n));
            }
        }
    }
}
