using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>An elementwise function of one variable, on 16 lanes at a time. Square.cs is the file to copy.</summary>
public interface IUnary
{
    /// <summary>The name in summaries, errors and exported graphs.</summary>
    string Name { get; }

    /// <summary>y = f(x).</summary>
    Vector512<float> Value(Vector512<float> x);

    /// <summary>f′(x), given x and y = f(x).</summary>
    Vector512<float> Slope(Vector512<float> x, Vector512<float> y);
}

/// <summary>A function that is constant between its steps. Its slope is 0, so no gradient is passed on.</summary>
internal interface IPiecewiseConstant;

/// <summary>Drives any elementwise function of one variable: y = f(x), g_x = g·f′(x).</summary>
internal sealed class Unary<TFunction>(TFunction function) : Op where TFunction : struct, IUnary
{
    public TFunction Function => function;

    public override string Name => function.Name;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        ElementwiseLoops.Map(function, inputs[0].Span, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        if (function is IPiecewiseConstant) return;
        var gx = step.Allocate(step.Output.Shape);
        ElementwiseLoops.MapSlope(function, step.Input(0).Span, step.Output.Span, step.Gradient.Span, gx.Span);
        step.Add(0, gx);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>y = f(x) for each element, with f′(x) as its slope.</summary>
        /// <param name="function">A struct without references, whose fields are the function's constants.</param>
        public Tensor Map<TFunction>(TFunction function) where TFunction : struct, IUnary => new Unary<TFunction>(function).Apply(x);
    }
}
