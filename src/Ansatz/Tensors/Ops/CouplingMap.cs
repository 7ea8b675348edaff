namespace Ansatz.Tensors;

/// <summary>
/// y = e^s·x + t with s = c·tanh(r/c), or the inverse (y − t)·e⁻ˢ, for each element of x [rows…, m]: the result [2, …] holds the value and its log-slope, s or −s. Features [rows…, 2m] hold
/// the t and the r of each row's elements. See <see cref="AffineElements"/> for the gradients.
/// </summary>
/// <remarks>One op instead of eleven.</remarks>
/// <param name="limit">c.</param>
/// <param name="isInterleaved">Whether t and r of an element stand side by side; else all t stand before all r.</param>
/// <param name="isInverse">Whether to solve for x.</param>
internal sealed class CouplingMap(float limit, bool isInterleaved, bool isInverse) : Op
{
    public float Limit => limit;

    public bool IsInterleaved => isInterleaved;

    public bool IsInverse => isInverse;

    // Long tensors are cut into pieces of this many elements or more, in whole rows, whatever the number of threads.
    private const int Piece = 2048;

    private readonly AffineElements map = new(limit, isInterleaved, isInverse);

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape) => ElementMapLoops.Values(map, inputs[0], inputs[1], Piece, tape);

    public override void Backward(in BackwardStep step) => ElementMapLoops.Gradients(map, step, Piece);

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 10L * inputs[0].Length;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The value and the log-slope of e^s·x + t, or of its inverse; see <see cref="CouplingMap"/>. Shapes of rows broadcast.</summary>
        internal (Tensor Y, Tensor LogSlope) CouplingMap(Tensor features, float limit, bool isInterleaved, bool isInverse)
        {
            var rows = isInterleaved ? features.Shape[..^1] : features.Shape[..^1].Concat([features.Shape[^1] / 2]);
            var shape = Shape.Broadcast(x.Shape, rows);
            var tape = x.Tape ?? features.Tape;
            var wide = isInterleaved ? shape.Concat([2]) : shape[..^1].Concat([2 * shape[^1]]);
            var both = new CouplingMap(limit, isInterleaved, isInverse).Apply(x.BroadcastTo(shape, tape), features.BroadcastTo(wide, tape));
            return (both.Slice(0, 0, 1).Reshape(shape), both.Slice(0, 1, 1).Reshape(shape));
        }
    }
}
