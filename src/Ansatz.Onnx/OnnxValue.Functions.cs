namespace Ansatz.Onnx;

/// <content>The nodes that translations of the library's ops are made of.</content>
public sealed partial class OnnxValue
{
    /// <summary>The number as a constant of this value's type.</summary>
    internal OnnxValue Scalar(double number) => Graph.Scalar(number, Type);

    internal OnnxValue Exp() => Graph.Node("Exp", [this]);

    internal OnnxValue Log() => Graph.Node("Log", [this]);

    internal OnnxValue Sqrt() => Graph.Node("Sqrt", [this]);

    internal OnnxValue Abs() => Graph.Node("Abs", [this]);

    internal OnnxValue Floor() => Graph.Node("Floor", [this]);

    internal OnnxValue Tanh() => Graph.Node("Tanh", [this]);

    internal OnnxValue Sigmoid() => Graph.Node("Sigmoid", [this]);

    /// <summary>max(x, 0).</summary>
    internal OnnxValue Relu() => Graph.Node("Relu", [this]);

    /// <summary>max(x, 0) + log(1 + e^−|x|), which neither overflows nor cancels.</summary>
    internal OnnxValue Softplus() => AtLeast(0) + (1 + (-Abs()).Exp()).Log();

    internal OnnxValue AtLeast(double bound) => Graph.Node("Max", [this, Scalar(bound)]);

    internal OnnxValue AtMost(double bound) => Graph.Node("Min", [this, Scalar(bound)]);

    internal OnnxValue IsAbove(double bound) => Graph.Node("Greater", [this, Scalar(bound)]);

    internal OnnxValue IsBelow(double bound) => Graph.Node("Less", [this, Scalar(bound)]);

    internal OnnxValue IsAtLeast(OnnxValue bound) => Graph.Node("GreaterOrEqual", [this, bound]);

    internal OnnxValue IsAtLeast(double bound) => IsAtLeast(Scalar(bound));

    internal OnnxValue IsAtMost(double bound) => Graph.Node("LessOrEqual", [this, Scalar(bound)]);

    internal OnnxValue IsEqualTo(OnnxValue other) => Graph.Node("Equal", [this, other]);

    internal OnnxValue And(OnnxValue other) => Graph.Node("And", [this, other]);

    internal OnnxValue Or(OnnxValue other) => Graph.Node("Or", [this, other]);

    internal OnnxValue Not() => Graph.Node("Not", [this]);

    /// <summary>One value where this one is true, another where it is false.</summary>
    internal OnnxValue Choose(OnnxValue yes, OnnxValue no) => Graph.Node("Where", [this, yes, no]);

    internal OnnxValue Choose(OnnxValue yes, double no) => Choose(yes, yes.Scalar(no));

    internal OnnxValue Choose(double yes, OnnxValue no) => Choose(no.Scalar(yes), no);

    internal OnnxValue To(ElementType type) => Type == type ? this : Graph.Node("Cast", [this], ("to", (int)type));

    internal OnnxValue ToDouble() => To(ElementType.Double);

    internal OnnxValue ToFloat() => To(ElementType.Float);

    /// <summary>True and false as the numbers 1 and 0.</summary>
    internal OnnxValue ToMask()
    {
        var numbers = ToFloat();
        numbers.Mask = this;
        return numbers;
    }

    /// <summary>Where a mask is not 0.</summary>
    internal OnnxValue IsSet() => Origin.Mask ?? To(ElementType.Boolean);

    /// <summary>The sum over one dimension, which stays with length 1 or disappears.</summary>
    internal OnnxValue Sum(int axis, bool keep = false) => Graph.Node("ReduceSum", [this, Graph.Integers(axis)], ("keepdims", keep ? 1 : 0));

    internal OnnxValue Max(int axis, bool keep = false) => Graph.Node("ReduceMax", [this], ("axes", new[] { axis }), ("keepdims", keep ? 1 : 0));

    /// <summary>Positions start to end − 1 along a dimension.</summary>
    internal OnnxValue Slice(int axis, long start, long end) => Graph.Node("Slice", [this, Graph.Integers(start), Graph.Integers(end), Graph.Integers(axis)]);

    internal OnnxValue Unsqueeze(int axis) => Graph.Node("Unsqueeze", [this, Graph.Integers(axis)]);

    internal OnnxValue MatMul(OnnxValue other) => Graph.Node("MatMul", [this, other]);

    /// <summary>The dimensions in another order.</summary>
    internal OnnxValue Permute(params int[] order) => Constant is { } elements && Type == ElementType.Float
        ? Graph.Constant(elements.Permute(order), Name)
        : Graph.Node("Transpose", [this], ("perm", order));

    /// <summary>A value before and after the elements along the last dimension.</summary>
    internal OnnxValue PadLast(int rank, int before, int after, double value)
    {
        var pads = new long[2 * rank];
        (pads[rank - 1], pads[^1]) = (before, after);
        return Graph.Node("Pad", [this, Graph.Integers(pads), Scalar(value)]);
    }

    /// <summary>leaky(x) with a slope below 0; 1 is the identity.</summary>
    internal OnnxValue Leaky(float slope) => slope == 1 ? this : slope == 0 ? Relu() : Graph.Node("LeakyRelu", [this], ("alpha", slope));
}
