namespace Ansatz.Tensors;

/// <summary>
/// A monotone rational-quadratic spline of K bins for each element of x, or its inverse: the result [2, …] holds y and log |∂y/∂x|. Features [N, 3K − 1], or 3K on a circle,
/// are K logits of widths, K of heights, and the numbers of the slopes. See <see cref="SplineLanes"/> for the formulas.
/// </summary>
/// <remarks>One op instead of about sixty: a step of a spline flow takes a fifth of the time, and nothing cancels or overflows.</remarks>
internal sealed class SplineMap(int bins, float bound, SplineFloor floor, bool isInverse) : Op
{
    public int Bins => bins;

    public float Bound => bound;

    public SplineFloor Floor => floor;

    public bool IsInverse => isInverse;

    // Long tensors are cut into pieces of this many elements or more, in whole rows, whatever the number of threads.
    private const int Piece = 128;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape) => ElementMapLoops.Values(Map(inputs[1]), inputs[0], inputs[1], Piece, tape);

    public override void Backward(in BackwardStep step) => ElementMapLoops.Gradients(Map(step.Input(1)), step, Piece);

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 20L * inputs[1].Length;

    private SplineElements Map(Tensor features) => new(features.Shape[^1], bins, bound, floor, isInverse);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>y and log |∂y/∂x| of the spline that each element's features describe, or of its inverse; shapes broadcast.</summary>
        /// <param name="features">[…, 3K − 1], or […, 3K] on a circle.</param>
        /// <param name="bins">K.</param>
        /// <param name="bound">The spline acts on [−bound, bound].</param>
        /// <param name="floor">The least slopes.</param>
        /// <param name="isInverse">Whether to solve for x.</param>
        internal (Tensor Y, Tensor LogSlope) SplineMap(Tensor features, int bins, float bound, SplineFloor floor, bool isInverse)
        {
            var shape = Shape.Broadcast(x.Shape, features.Shape[..^1]);
            var tape = x.Tape ?? features.Tape;
            var both = new SplineMap(bins, bound, floor, isInverse).Apply(x.BroadcastTo(shape, tape), features.BroadcastTo(shape.Concat(features.Shape[^1..]), tape));
            return (both.Slice(0, 0, 1).Reshape(shape), both.Slice(0, 1, 1).Reshape(shape));
        }
    }
}
