using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>The value of an elementwise function of two variables, on 16 lanes at a time.</summary>
internal interface IBinaryValue
{
    /// <summary>y = f(a, b).</summary>
    Vector512<float> Value(Vector512<float> a, Vector512<float> b);
}

/// <summary>An elementwise function of two variables.</summary>
internal interface IBinary : IBinaryValue
{
    string Name { get; }

    /// <summary>∂f/∂a, given a, b and y = f(a, b).</summary>
    Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y);

    /// <summary>∂f/∂b, given a, b and y = f(a, b).</summary>
    Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y);
}

/// <summary>A function whose slope with respect to a is 1. Input a gets the output's gradient itself instead of a copy.</summary>
internal interface IUnitSlopeA;

/// <summary>A function whose slope with respect to b is 1.</summary>
internal interface IUnitSlopeB;

/// <summary>
/// Drives any elementwise function of two variables. If the shapes differ, BroadcastTo runs first as an op of its own; its backward pass is the sum.
/// </summary>
internal sealed class Binary<TFunction>(TFunction function) : Op where TFunction : struct, IBinary
{
    public TFunction Function => function;

    public override string Name => function.Name;

    public static Tensor Apply(TFunction function, Tensor a, Tensor b)
    {
        var shape = Shape.Broadcast(a.Shape, b.Shape);
        return new Binary<TFunction>(function).Apply(a.BroadcastTo(shape, b.Tape), b.BroadcastTo(shape, a.Tape));
    }

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        ElementwiseLoops.Map(function, inputs[0].Span, inputs[1].Span, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        if (function is IPiecewiseConstant) return;
        if (step.Needs(0)) step.Add(0, function is IUnitSlopeA ? step.Gradient : TimesSlope(step, new SlopeOfA<TFunction>(function)));
        if (step.Needs(1)) step.Add(1, function is IUnitSlopeB ? step.Gradient : TimesSlope(step, new SlopeOfB<TFunction>(function)));
    }

    private static Tensor TimesSlope<TSlope>(in BackwardStep step, TSlope slope) where TSlope : struct, IPartialSlope
    {
        var gx = step.Allocate(step.Output.Shape);
        ElementwiseLoops.MapSlope(slope, step.Input(0).Span, step.Input(1).Span, step.Output.Span, step.Gradient.Span, gx.Span);
        return gx;
    }
}
