namespace Ansatz.Tensors;

/// <summary>What the next chunk of a kernel's gradient reads: the output's gradient, then the input. Up to a tenth off a layer of many images.</summary>
internal unsafe struct WeightGradientLookahead(in WeightGradientChunk chunk, float* x, float* gy)
{
    private Lookahead gradient = chunk.GradientBehind(gy), input = x == null ? default : chunk.InputBehind(x);

    /// <summary>What a tile is to ask for, as <see cref="Walk.Ahead"/>.</summary>
    public nint Ask(float* b, in Walk walk)
    {
        var floats = walk.Groups * (nint)walk.Runs * walk.BRun;
        return gradient.IsDone ? input.Ask(b, floats, walk.BStep) : gradient.Ask(b, floats, walk.BStep);
    }
}
