namespace Ansatz.Onnx;

/// <summary>The type of a value's elements, with the number that a file uses for it.</summary>
internal enum ElementType
{
    Float = 1,
    Int64 = 7,
    Boolean = 9,
    Double = 11,
}

/// <summary>
/// A value in an ONNX graph: an input, a constant, or the result of a node. Arithmetic on it adds nodes to its <see cref="Graph"/>, and shapes broadcast.
/// </summary>
public sealed partial class OnnxValue
{
    private readonly OnnxValue? origin;

    internal OnnxValue(OnnxGraph graph, ElementType type, string name) => (Graph, Type, Name) = (graph, type, name);

    private OnnxValue(OnnxValue origin)
    {
        this.origin = origin;
        (Graph, Type, Name, Constant) = (origin.Graph, origin.Type, origin.Name, origin.Constant);
    }

    public OnnxGraph Graph { get; }

    /// <summary>What it is called in the file, if no other value has the name.</summary>
    internal string Name { get; }

    internal ElementType Type { get; }

    /// <summary>The value that stands in the graph.</summary>
    internal OnnxValue Origin => origin ?? this;

    /// <summary>The shape that the library's tensor has; empty inside a translation, where nobody asks.</summary>
    internal IReadOnlyList<Extent> Shape { get; private set; } = [];

    /// <summary>The shape in the graph, which broadcasts to <see cref="Shape"/>: elementwise nodes need no repeated elements.</summary>
    internal IReadOnlyList<Extent> Stored { get; private set; } = [];

    /// <summary>The elements, if it is a constant of 32-bit floats.</summary>
    internal Tensor? Constant { get; init; }

    /// <summary>What the file holds of a constant; null for what a node computes.</summary>
    internal OnnxData? Data { get; init; }

    /// <summary>The same as true and false, if it is a mask of ones and zeros that was made of those.</summary>
    internal OnnxValue? Mask { get; set; }

    /// <summary>The same image with its channels in front, if there is one.</summary>
    internal OnnxValue? ChannelsFirst { get; set; }

    /// <summary>The values along its first dimension, if it was made by stacking.</summary>
    internal IReadOnlyList<OnnxValue>? Parts { get; set; }

    /// <summary>The same without its first dimension of length 1, if it is part of a stack.</summary>
    internal OnnxValue? Squeezed { get; set; }

    /// <summary>The repeated elements, once something has needed them.</summary>
    internal OnnxValue? Expanded { get; set; }

    /// <summary>This value seen as a tensor of a shape to which its stored elements broadcast.</summary>
    internal OnnxValue As(IReadOnlyList<Extent> shape, IReadOnlyList<Extent> stored) =>
        Shape.SequenceEqual(shape) && Stored.SequenceEqual(stored) ? this : new OnnxValue(Origin) { Shape = shape, Stored = stored, Mask = Mask, ChannelsFirst = ChannelsFirst, Squeezed = Squeezed };

    /// <summary>Says what shape a new value has.</summary>
    internal OnnxValue Place(IReadOnlyList<Extent> shape, IReadOnlyList<Extent> stored)
    {
        (Shape, Stored) = (shape, stored);
        return this;
    }

    public static OnnxValue operator +(OnnxValue a, OnnxValue b) => a.Graph.Node("Add", [a, b]);

    public static OnnxValue operator -(OnnxValue a, OnnxValue b) => a.Graph.Node("Sub", [a, b]);

    public static OnnxValue operator *(OnnxValue a, OnnxValue b) => a.Graph.Node("Mul", [a, b]);

    public static OnnxValue operator /(OnnxValue a, OnnxValue b) => a.Graph.Node("Div", [a, b]);

    public static OnnxValue operator +(OnnxValue a, double b) => a + a.Scalar(b);

    public static OnnxValue operator -(OnnxValue a, double b) => a - a.Scalar(b);

    public static OnnxValue operator *(OnnxValue a, double b) => a * a.Scalar(b);

    public static OnnxValue operator /(OnnxValue a, double b) => a / a.Scalar(b);

    public static OnnxValue operator +(double a, OnnxValue b) => b.Scalar(a) + b;

    public static OnnxValue operator -(double a, OnnxValue b) => b.Scalar(a) - b;

    public static OnnxValue operator *(double a, OnnxValue b) => b.Scalar(a) * b;

    public static OnnxValue operator /(double a, OnnxValue b) => b.Scalar(a) / b;

    public static OnnxValue operator -(OnnxValue a) => a.Graph.Node("Neg", [a]);

    public override string ToString() => Name;
}
