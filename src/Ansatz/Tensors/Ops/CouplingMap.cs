using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// y = e^s·x + t with s = c·tanh(r/c), or the inverse (y − t)·e⁻ˢ, for each element of x [rows…, m]: the result [2, …] holds the value and its log-slope, s or −s. Features [rows…, 2m] hold
/// the t and the r of each row's elements.
/// </summary>
/// <remarks>
/// Backward, with g and l the gradients of value and log-slope: forward gx = g·e^s, gt = g, gs = g·x·e^s + l; of the inverse gy = g·e⁻ˢ, gt = −g·e⁻ˢ, gs = −g·x − l; and
/// gr = gs·(1 − tanh²). One op instead of eleven.
/// </remarks>
/// <param name="limit">c.</param>
/// <param name="isInterleaved">Whether t and r of an element stand side by side; else all t stand before all r.</param>
/// <param name="isInverse">Whether to solve for x.</param>
internal sealed class CouplingMap(float limit, bool isInterleaved, bool isInverse) : Op
{
    private readonly float limit = limit;
    private readonly bool isInterleaved = isInterleaved, isInverse = isInverse;

    // Long tensors are cut into pieces of this many elements, whatever the number of threads.
    private const int Piece = 2048;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(new Shape(2).Concat(inputs[0].Shape), tape);
        ForkJoin.For(Pieces.Count(inputs[0].Length, Piece), new Values(this, inputs[0], inputs[1], y));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor x = step.Input(0), features = step.Input(1);
        Tensor gx = step.Allocate(x.Shape), gf = step.Allocate(features.Shape);
        ForkJoin.For(Pieces.Count(x.Length, Piece), new Gradients(this, x, features, step.Output, step.Gradient, gx, gf));
        step.Add(0, gx);
        step.Add(1, gf);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 10L * inputs[0].Length;

    /// <summary>Where the t of element i stands, and how far behind it the r.</summary>
    private (int Shift, int Distance) Place(int i, int width)
    {
        int row = i / width, column = i % width;
        return isInterleaved ? (2 * i, 1) : (2 * row * width + column, width);
    }

    private (Vector512<float> Shift, Vector512<float> Tanh) Read(ReadOnlySpan<float> features, int first, int count, int width)
    {
        Span<float> t = stackalloc float[Lanes.Count], r = stackalloc float[Lanes.Count];
        t.Clear();
        r.Clear();
        for (var lane = 0; lane < count; lane++)
        {
            var (at, distance) = Place(first + lane, width);
            (t[lane], r[lane]) = (features[at], features[at + distance]);
        }
        return (Lanes.Load(t), VectorMath.Tanh(Lanes.Load(r) * Vector512.Create(1 / limit)));
    }

    private readonly struct Values(CouplingMap op, Tensor x, Tensor features, Tensor y) : IParallelBody
    {
        public void Invoke(int index)
        {
            ReadOnlySpan<float> from = x.Span, f = features.Span;
            Span<float> to = y.Span;
            int width = x.Rank == 0 ? 1 : x.Shape[^1], end = Math.Min((index + 1) * Piece, from.Length);
            for (var i = index * Piece; i < end; i += Lanes.Count)
            {
                var count = Math.Min(Lanes.Count, end - i);
                var (t, tanh) = op.Read(f, i, count, width);
                Vector512<float> v = Lanes.Load(from[i..end]), s = tanh * Vector512.Create(op.limit);
                if (op.isInverse) s = -s;
                var scale = VectorMath.Exp(s);
                var value = op.isInverse ? (v - t) * scale : Vector512.FusedMultiplyAdd(v, scale, t);
                Lanes.Store(value, to[i..end]);
                Lanes.Store(s, to[(from.Length + i)..(from.Length + end)]);
            }
        }
    }

    private readonly struct Gradients(CouplingMap op, Tensor x, Tensor features, Tensor y, Tensor gradient, Tensor gx, Tensor gf) : IParallelBody
    {
        public void Invoke(int index)
        {
            ReadOnlySpan<float> from = x.Span, f = features.Span, values = y.Span, g = gradient.Span;
            Span<float> to = gx.Span, tof = gf.Span, ofShift = stackalloc float[Lanes.Count], ofRaw = stackalloc float[Lanes.Count];
            int width = x.Rank == 0 ? 1 : x.Shape[^1], end = Math.Min((index + 1) * Piece, from.Length);
            for (var i = index * Piece; i < end; i += Lanes.Count)
            {
                var count = Math.Min(Lanes.Count, end - i);
                var (t, tanh) = op.Read(f, i, count, width);
                Vector512<float> gv = Lanes.Load(g[i..end]), gl = Lanes.Load(g[(from.Length + i)..(from.Length + end)]);
                // The log-slope is s forward and −s backwards, so this is the scale of either direction.
                var scaled = gv * VectorMath.Exp(Lanes.Load(values[(from.Length + i)..(from.Length + end)]));
                Lanes.Store(scaled, to[i..end]);
                var gs = op.isInverse ? -Vector512.FusedMultiplyAdd(gv, Lanes.Load(values[i..end]), gl) : Vector512.FusedMultiplyAdd(scaled, Lanes.Load(from[i..end]), gl);
                Lanes.Store(op.isInverse ? -scaled : gv, ofShift);
                Lanes.Store(gs * (Vector512<float>.One - tanh * tanh), ofRaw);
                for (var lane = 0; lane < count; lane++)
                {
                    var (at, distance) = op.Place(i + lane, width);
                    (tof[at], tof[at + distance]) = (ofShift[lane], ofRaw[lane]);
                }
            }
        }
    }
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
