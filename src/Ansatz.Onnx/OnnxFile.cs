namespace Ansatz.Onnx;

/// <summary>Writes a graph as the message ModelProto of onnx.proto, IR version 8. Numbers in calls are those of the message's fields there.</summary>
internal static class OnnxFile
{
    private const int IrVersion = 8, OperatorSet = 17;

    public static ReadOnlyMemory<byte> Encode(string name, OnnxGraph graph)
    {
        var nodes = Needed(graph);
        var names = Names(graph, nodes);
        var message = new ProtobufWriter().Text(2, name);
        foreach (var node in nodes) message.Message(1, Node(node, names));
        foreach (var (value, called) in names)
            if (value.Data is { } data) message.Message(5, Tensor(called, value.Type, data));
        foreach (var input in graph.Inputs) message.Message(11, Declaration(input.Name, input.Type, input.Shape));
        foreach (var (called, output) in graph.Outputs) message.Message(12, Declaration(called, output.Type, output.Shape));
        return new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "Ansatz").Text(3, Version)
            .Message(7, message)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, OperatorSet))
            .Written;
    }

    private static string Version => typeof(OnnxFile).Assembly.GetName().Version!.ToString(3);

    /// <summary>The nodes on which an output depends, in order.</summary>
    private static List<OnnxNode> Needed(OnnxGraph graph)
    {
        var wanted = new HashSet<OnnxValue>(graph.Outputs.Select(o => o.Value.Origin));
        var nodes = new List<OnnxNode>();
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!wanted.Contains(node.Output)) continue;
            nodes.Add(node);
            foreach (var input in ReadBy(node)) wanted.Add(input.Origin);
        }
        nodes.Reverse();
        return nodes;
    }

    private static IEnumerable<OnnxValue> ReadBy(OnnxNode node) => node.Body is { } body ? node.Inputs.Concat(body.Nodes.SelectMany(ReadBy)) : node.Inputs;

    private static IEnumerable<OnnxValue> ValuesOf(OnnxNode node) =>
        node.Inputs.Select(i => i.Origin).Concat(node.Body is { } body ? body.Inputs.Concat(body.Nodes.SelectMany(ValuesOf)) : []).Append(node.Output);

    /// <summary>A name of its own for each value: outputs and inputs have theirs, the others the name they would like, or one with a number.</summary>
    private static Dictionary<OnnxValue, string> Names(OnnxGraph graph, List<OnnxNode> nodes)
    {
        var names = new Dictionary<OnnxValue, string>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, value) in graph.Inputs.Select(i => (i.Name, i)).Concat(graph.Outputs.Select(o => (o.Name, o.Value.Origin))))
        {
            if (!taken.Add(name)) throw new ArgumentException($"OnnxModel: two inputs or outputs are called '{name}'; expected a name of its own for each.", nameof(graph));
            names[value] = name;
        }
        foreach (var value in nodes.SelectMany(ValuesOf))
        {
            if (names.ContainsKey(value)) continue;
            var name = value.Name;
            while (!taken.Add(name)) name = $"{value.Name}_{counts[value.Name] = counts.GetValueOrDefault(value.Name) + 1}";
            names[value] = name;
        }
        return names;
    }

    private static ProtobufWriter Node(OnnxNode node, Dictionary<OnnxValue, string> names)
    {
        var message = new ProtobufWriter();
        foreach (var input in node.Inputs) message.Text(1, names[input.Origin]);
        message.Text(2, names[node.Output]);
        for (var i = 1; i <= node.Unused; i++) message.Text(2, $"{names[node.Output]}.unused{i}");
        message.Text(3, names[node.Output]).Text(4, node.Type);
        foreach (var (name, value) in node.Attributes) message.Message(5, Attribute(node.Type, name, value));
        if (node.Body is { } body) message.Message(5, new ProtobufWriter().Text(1, "body").Message(6, Body(body, names)).Integer(20, 5));
        return message;
    }

    private static ProtobufWriter Body(OnnxBody body, Dictionary<OnnxValue, string> names)
    {
        var message = new ProtobufWriter().Text(2, "body");
        foreach (var node in body.Nodes) message.Message(1, Node(node, names));
        foreach (var input in body.Inputs) message.Message(11, Declaration(names[input], input.Type, input.Type == ElementType.Double ? null : []));
        foreach (var output in body.Outputs) message.Message(12, Declaration(names[output], output.Type, output.Type == ElementType.Double ? null : []));
        return message;
    }

    private static ProtobufWriter Attribute(string node, string name, object value)
    {
        const int Float = 1, Integer = 2, String = 3, Integers = 7, TypeField = 20;
        var message = new ProtobufWriter().Text(1, name);
        switch (value)
        {
            case float number: return message.Float(2, number).Integer(TypeField, Float);
            case int number: return message.Integer(3, number).Integer(TypeField, Integer);
            case long number: return message.Integer(3, number).Integer(TypeField, Integer);
            case string text: return message.Text(4, text).Integer(TypeField, String);
            case int[] numbers: return List(numbers.Select(n => (long)n));
            case long[] numbers: return List(numbers);
            default: throw new ArgumentException($"OnnxGraph: the attribute '{name}' of {node} is a {value.GetType().Name}; expected a float, an int, a long, a string, or an array of ints or longs.", nameof(value));
        }

        ProtobufWriter List(IEnumerable<long> numbers)
        {
            foreach (var number in numbers) message.Integer(8, number);
            return message.Integer(TypeField, Integers);
        }
    }

    private static ProtobufWriter Tensor(string name, ElementType type, OnnxData data)
    {
        var message = new ProtobufWriter();
        foreach (var length in data.Dimensions) message.Integer(1, length);
        return message.Integer(2, (int)type).Text(8, name).Bytes(9, data.Bytes);
    }

    // Without a shape, it may be any.
    private static ProtobufWriter Declaration(string name, ElementType type, IReadOnlyList<Extent>? shape)
    {
        var tensor = new ProtobufWriter().Integer(1, (int)type);
        var dimensions = new ProtobufWriter();
        foreach (var extent in shape ?? [])
            dimensions.Message(1, extent.IsFixed ? new ProtobufWriter().Integer(1, extent.Fixed) : new ProtobufWriter().Text(2, extent.Text));
        if (shape is not null) tensor.Message(2, dimensions);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }
}
