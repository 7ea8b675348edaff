using System.Runtime.InteropServices;

namespace Ansatz.Onnx;

/// <summary>What the file holds of a constant.</summary>
/// <param name="Dimensions">Its shape.</param>
/// <param name="Bytes">Its elements, little-endian.</param>
internal sealed record OnnxData(long[] Dimensions, byte[] Bytes);

/// <summary>One node: an operator of the ONNX standard applied to values.</summary>
/// <param name="Unused">Further outputs that the operator has and nobody reads.</param>
internal sealed record OnnxNode(string Type, IReadOnlyList<OnnxValue> Inputs, OnnxValue Output, IReadOnlyList<(string Name, object Value)> Attributes, int Unused = 0)
{
    /// <summary>What a Loop repeats; null for other nodes.</summary>
    public OnnxBody? Body { get; init; }
}

/// <summary>The graph inside a Loop, which may also read values of the graph around it.</summary>
internal sealed record OnnxBody(IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<OnnxValue> Outputs);

/// <summary>An ONNX graph under construction. Translators add nodes to it; see <see cref="OnnxTranslators"/>.</summary>
public sealed class OnnxGraph
{
    private List<OnnxNode> nodes = [];
    private readonly Dictionary<(ElementType, string), OnnxValue> known = [];
    private OnnxValue? batch;

    internal OnnxGraph()
    {
    }

    internal IReadOnlyList<OnnxNode> Nodes => nodes;

    internal List<OnnxValue> Inputs { get; } = [];

    internal List<(string Name, OnnxValue Value)> Outputs { get; } = [];

    /// <summary>Adds a node with one output and returns that.</summary>
    /// <param name="type">The name of the operator in the ONNX standard, at operator set 17.</param>
    /// <param name="inputs">The operator's inputs, in order.</param>
    /// <param name="attributes">Each a float, an int or long, a string, or an array of ints or longs.</param>
    public OnnxValue Node(string type, IReadOnlyList<OnnxValue> inputs, params (string Name, object Value)[] attributes) => NodeOfMany(type, inputs, 1, attributes);

    /// <summary>Adds a node with several outputs and returns the first; nobody reads the others.</summary>
    internal OnnxValue NodeOfMany(string type, IReadOnlyList<OnnxValue> inputs, int outputCount, params (string Name, object Value)[] attributes)
    {
        var output = new OnnxValue(this, TypeOf(type, inputs, attributes), type);
        nodes.Add(new OnnxNode(type, inputs, output, attributes, outputCount - 1));
        return output;
    }

    /// <summary>Repeats a step on some values a number of times, and returns the first of them.</summary>
    internal OnnxValue Loop(int count, OnnxValue[] start, Func<OnnxValue[], OnnxValue[]> step)
    {
        var outside = nodes;
        nodes = [];
        OnnxValue[] inputs = [new(this, ElementType.Int64, "step"), new(this, ElementType.Boolean, "goes_on"), .. start.Select(s => new OnnxValue(this, s.Type, "state"))];
        var results = step(inputs[2..]);
        OnnxValue[] outputs = [.. new[] { inputs[1] }.Concat(results).Select(r => Node("Identity", [r]))];
        var body = new OnnxBody(inputs, nodes, outputs);
        nodes = outside;
        var end = new OnnxValue(this, start[0].Type, "Loop");
        nodes.Add(new OnnxNode("Loop", [Scalar(count, ElementType.Int64), Scalar(1, ElementType.Boolean), .. start], end, [], start.Length - 1) { Body = body });
        return end;
    }

    /// <summary>A constant of 32-bit floats. The elements are copied.</summary>
    /// <param name="elements">Its shape and elements.</param>
    /// <param name="name">What it is called in the file.</param>
    public OnnxValue Constant(Tensor elements, string name = "constant")
    {
        Extent[] shape = [.. elements.Shape.Select(length => (Extent)length)];
        var copy = elements.Detach();
        return new OnnxValue(this, ElementType.Float, name) { Constant = copy, Data = new([.. copy.Shape.Select(l => (long)l)], Bytes<float>(copy.AsSpan())) }.Place(shape, shape);
    }

    /// <summary>A list of 64-bit integers, as operators take for axes and shapes.</summary>
    public OnnxValue Integers(params long[] values) => Known(ElementType.Int64, string.Join(',', values), () => new([values.Length], Bytes<long>(values)));

    internal OnnxValue Doubles(double[] values, params long[] dimensions) => new(this, ElementType.Double, "constant") { Data = new(dimensions, Bytes<double>(values)) };

    internal OnnxValue Scalar(double number, ElementType type) => Known(type, $"one {BitConverter.DoubleToInt64Bits(number)}", () => new([], type switch
    {
        ElementType.Float => Bytes<float>([(float)number]),
        ElementType.Double => Bytes<double>([number]),
        ElementType.Int64 => Bytes<long>([(long)number]),
        _ => [number == 0 ? (byte)0 : (byte)1],
    }));

    internal OnnxValue Input(string name, ElementType type, IReadOnlyList<Extent> shape)
    {
        var input = new OnnxValue(this, type, name).Place(shape, shape);
        Inputs.Add(input);
        return input;
    }

    internal OnnxValue Concat(int axis, params OnnxValue[] parts) => parts.Length == 1 ? parts[0] : Node("Concat", parts, ("axis", axis));

    /// <summary>Values of one shape along a new first dimension.</summary>
    internal OnnxValue Stack(params OnnxValue[] parts)
    {
        var stack = Concat(0, [.. parts.Select(p => p.Unsqueeze(0))]);
        stack.Parts = parts;
        return stack;
    }

    /// <summary>A value with all the elements that its shape says, for nodes that do not broadcast.</summary>
    internal OnnxValue Whole(OnnxValue value)
    {
        if (value.Stored.SequenceEqual(value.Shape)) return value;
        var added = value.Shape.Count - value.Stored.Count;
        // A length of 1 leaves the dimension as it is.
        var target = value.Shape.Select((length, axis) => axis >= added && value.Stored[axis - added] == length ? 1 : length);
        return value.Expanded ??= Node("Expand", [value, Lengths([.. target])]).Place(value.Shape, value.Shape);
    }

    /// <summary>A shape as a value that follows the batch.</summary>
    internal OnnxValue Lengths(params IReadOnlyList<Extent> shape) => shape.All(e => e.IsFixed)
        ? Integers([.. shape.Select(e => (long)e.Fixed)])
        : Concat(0, [.. shape.Select(Length)]);

    /// <summary>A length as a list of one integer.</summary>
    internal OnnxValue Length(Extent extent)
    {
        if (extent.IsFixed) return Integers(extent.Fixed);
        batch ??= Node("Shape", [Inputs[0]], ("start", 0), ("end", 1));
        var length = extent.PerExample == 1 ? batch : batch * Integers(extent.PerExample);
        return extent.Fixed == 0 ? length : length + Integers(extent.Fixed);
    }

    private OnnxValue Known(ElementType type, string key, Func<OnnxData> make)
    {
        if (!known.TryGetValue((type, key), out var value)) known[(type, key)] = value = new OnnxValue(this, type, "constant") { Data = make() };
        return value;
    }

    private static ElementType TypeOf(string type, IReadOnlyList<OnnxValue> inputs, (string Name, object Value)[] attributes) => type switch
    {
        "Greater" or "Less" or "Equal" or "GreaterOrEqual" or "LessOrEqual" or "And" or "Or" or "Not" or "IsNaN" or "IsInf" => ElementType.Boolean,
        "Shape" or "Size" or "ArgMax" or "ArgMin" or "NonZero" => ElementType.Int64,
        "Cast" => (ElementType)(int)attributes.Single(a => a.Name == "to").Value,
        "Where" => inputs[1].Type,
        _ => inputs.Count == 0 ? ElementType.Float : inputs[0].Type,
    };

    private static byte[] Bytes<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("OnnxModel: files are little-endian, and so must be the processor.");
        return MemoryMarshal.AsBytes(values).ToArray();
    }
}
