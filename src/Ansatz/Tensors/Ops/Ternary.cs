using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>An elementwise function of three variables, on 16 lanes at a time.</summary>
internal interface ITernary
{
    string Name { get; }

    /// <summary>y = f(a, b, c).</summary>
    Vector512<float> Value(Vector512<float> a, Vector512<float> b, Vector512<float> c);

    /// <summary>∂f/∂a, ∂f/∂b or ∂f/∂c, for input 0, 1 or 2.</summary>
    Vector512<float> Slope(int input, Vector512<float> a, Vector512<float> b, Vector512<float> c);
}

/// <summary>
/// Drives any elementwise function of three variables. If the shapes differ, BroadcastTo runs first as an op of its own; its backward pass is the sum.
/// </summary>
internal sealed class Ternary<TFunction>(TFunction function) : Op where TFunction : struct, ITernary
{
    // Long tensors are cut into pieces of this many elements, whatever the number of threads.
    private const int Piece = 4 * 1024;

    public TFunction Function => function;

    public override string Name => function.Name;

    public static Tensor Apply(TFunction function, Tensor a, Tensor b, Tensor c)
    {
        var shape = Shape.Broadcast(a.Shape, Shape.Broadcast(b.Shape, c.Shape));
        var tape = a.Tape ?? b.Tape ?? c.Tape;
        return new Ternary<TFunction>(function).Apply(a.BroadcastTo(shape, tape), b.BroadcastTo(shape, tape), c.BroadcastTo(shape, tape));
    }

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        ForkJoin.For((y.Length + Piece - 1) / Piece, new Body(function, inputs[0], inputs[1], inputs[2], null, -1, y));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        for (var input = 0; input < 3; input++)
        {
            if (!step.Needs(input)) continue;
            var gx = step.Allocate(step.Output.Shape);
            ForkJoin.For((gx.Length + Piece - 1) / Piece, new Body(function, step.Input(0), step.Input(1), step.Input(2), step.Gradient, input, gx));
            step.Add(input, gx);
        }
    }

    /// <summary>The values, or the gradient of one input if the output's gradient is given.</summary>
    private readonly struct Body(TFunction function, Tensor a, Tensor b, Tensor c, Tensor? gradient, int input, Tensor result) : IParallelBody
    {
        public void Invoke(int index)
        {
            ReadOnlySpan<float> pa = a.Span, pb = b.Span, pc = c.Span, pg = gradient is null ? default : gradient.Span;
            var to = result.Span;
            var end = Math.Min((index + 1) * Piece, to.Length);
            for (var i = index * Piece; i < end; i += Lanes.Count)
            {
                Vector512<float> va = Lanes.Load(pa[i..]), vb = Lanes.Load(pb[i..]), vc = Lanes.Load(pc[i..]);
                var value = gradient is null ? function.Value(va, vb, vc) : ElementwiseLoops.Times(Lanes.Load(pg[i..]), function.Slope(input, va, vb, vc));
                Lanes.Store(value, to[i..]);
            }
        }
    }
}
