namespace Ansatz.Tensors;

/// <summary>
/// A monotone rational-quadratic spline of K bins for each element of x, or its inverse: the result [2, …] holds y and log |∂y/∂x|. Features [N, 3K − 1], or 3K on a circle,
/// are K logits of widths, K of heights, and the numbers of the slopes. See <see cref="SplineLanes"/> for the formulas.
/// </summary>
/// <remarks>One op instead of about sixty: a step of a spline flow takes a fifth of the time, and nothing cancels or overflows.</remarks>
internal sealed unsafe class SplineMap(int bins, float bound, bool isInverse) : Op
{
    // Long tensors are cut into pieces of this many elements, whatever the number of threads.
    private const int Piece = 128;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        Tensor x = inputs[0], features = inputs[1];
        var y = Tensor.Allocate(new Shape(2).Concat(x.Shape), tape);
        fixed (float* px = x.Span, pf = features.Span, py = y.Span)
            ForkJoin.For(Pieces.Count(x.Length, Piece), new Values(new SplineLanes(pf, features.Shape[^1], bins, bound, isInverse), px, py, x.Length));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor x = step.Input(0), features = step.Input(1);
        Tensor gx = step.Allocate(x.Shape), gf = step.Allocate(features.Shape);
        fixed (float* px = x.Span, pf = features.Span, pg = step.Gradient.Span, pgx = gx.Span, pgf = gf.Span)
            ForkJoin.For(Pieces.Count(x.Length, Piece), new Gradients(new SplineLanes(pf, features.Shape[^1], bins, bound, isInverse), px, pg, pgx, pgf, x.Length));
        step.Add(0, gx);
        step.Add(1, gf);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 20L * inputs[1].Length;

    private readonly struct Values(SplineLanes spline, float* x, float* y, int count) : IParallelBody
    {
        public void Invoke(int index)
        {
            var end = Math.Min((index + 1) * Piece, count);
            var memory = Scratch.Floats(ScratchUse.Spline, spline.MemoryLength);
            for (var i = index * Piece; i < end; i += SplineLanes.Count)
            {
                var (value, logSlope) = spline.At(i, x, Math.Min(SplineLanes.Count, end - i), memory);
                Lanes.Store(value, new(y + i, Math.Min(Lanes.Count, end - i)));
                Lanes.Store(logSlope, new(y + count + i, Math.Min(Lanes.Count, end - i)));
            }
        }
    }

    private readonly struct Gradients(SplineLanes spline, float* x, float* g, float* gx, float* gf, int count) : IParallelBody
    {
        public void Invoke(int index)
        {
            var end = Math.Min((index + 1) * Piece, count);
            var memory = Scratch.Floats(ScratchUse.Spline, spline.MemoryLength);
            for (var i = index * Piece; i < end; i += SplineLanes.Count)
                Lanes.Store(spline.Gradient(i, x, g + i, g + count + i, Math.Min(SplineLanes.Count, end - i), gf, memory), new(gx + i, Math.Min(SplineLanes.Count, end - i)));
        }
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>y and log |∂y/∂x| of the spline that each element's features describe, or of its inverse; shapes broadcast.</summary>
        /// <param name="features">[…, 3K − 1], or […, 3K] on a circle.</param>
        /// <param name="bins">K.</param>
        /// <param name="bound">The spline acts on [−bound, bound].</param>
        /// <param name="isInverse">Whether to solve for x.</param>
        internal (Tensor Y, Tensor LogSlope) SplineMap(Tensor features, int bins, float bound, bool isInverse)
        {
            var shape = Shape.Broadcast(x.Shape, features.Shape[..^1]);
            var tape = x.Tape ?? features.Tape;
            var both = new SplineMap(bins, bound, isInverse).Apply(x.BroadcastTo(shape, tape), features.BroadcastTo(shape.Concat(features.Shape[^1..]), tape));
            return (both.Slice(0, 0, 1).Reshape(shape), both.Slice(0, 1, 1).Reshape(shape));
        }
    }
}
