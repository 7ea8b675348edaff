using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>a where the mask is not 0, b elsewhere. The branch not taken gets a gradient of exactly 0, whatever its value.</summary>
internal sealed class Where : Op
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        ElementwiseLoops.Select(inputs[0].Span, inputs[1].Span, inputs[2].Span, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        ReadOnlySpan<float> mask = step.Input(0).Span, g = step.Gradient.Span;
        for (var branch = 1; branch <= 2; branch++)
        {
            if (!step.Needs(branch)) continue;
            var gx = step.Allocate(step.Output.Shape);
            ElementwiseLoops.Select(mask, branch == 1 ? g : default, branch == 2 ? g : default, gx.Span);
            step.Add(branch, gx);
        }
    }
}

/// <summary>1 where low ≤ x ≤ high, else 0; the bounds themselves may be excluded. It is piecewise constant, so its slope is 0.</summary>
internal readonly struct Between(float low, float high, bool inclusive) : IUnary
{
    // x > low means that x is at least the next float.
    private readonly float least = inclusive ? low : float.BitIncrement(low), greatest = inclusive ? high : float.BitDecrement(high);

    /// <summary>The least number for which it holds.</summary>
    public float Least => least;

    /// <summary>The greatest number for which it holds.</summary>
    public float Greatest => greatest;

    public string Name => nameof(Between);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x)
    {
        var inside = Vector512.GreaterThanOrEqual(x, Vector512.Create(least)) & Vector512.LessThanOrEqual(x, Vector512.Create(greatest));
        return Vector512.ConditionalSelect(inside, Vector512<float>.One, Vector512<float>.Zero);
    }

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512<float>.Zero;
}

public static partial class TensorOps
{
    extension(Tensor mask)
    {
        /// <summary>a where this mask is not 0, b elsewhere; shapes broadcast. No gradient reaches the branch not taken, nor the mask.</summary>
        public Tensor Where(Tensor a, Tensor b)
        {
            var shape = Shape.Broadcast(mask.Shape, Shape.Broadcast(a.Shape, b.Shape));
            var tape = mask.Tape ?? a.Tape ?? b.Tape;
            return new Where().Apply(mask.BroadcastTo(shape, tape), a.BroadcastTo(shape, tape), b.BroadcastTo(shape, tape));
        }

        /// <summary>1 where low ≤ x ≤ high (or low &lt; x &lt; high), else 0; NaN gives 0. It has no gradient.</summary>
        public Tensor IsBetween(float low, float high, bool inclusive = true) => new Unary<Between>(new Between(low, high, inclusive)).Apply(mask);
    }
}
