using System.Runtime.InteropServices;

namespace Ansatz.Onnx;

/// <summary>
/// Turns two recorded runs of one function into a graph. The runs have different batch sizes and different inputs: lengths that differ follow the batch, and a constant that differs
/// was read from the inputs behind the tape's back, which is refused.
/// </summary>
/// <remarks>Nodes that depend on no input, such as a weight times its mask, are not translated: their value is a constant of the graph.</remarks>
internal sealed class Translation
{
    private readonly OnnxTrace first, second;
    private readonly OnnxTranslators translators;
    private readonly OnnxGraph graph = new();
    private readonly Dictionary<int, OnnxValue> values = []; // by the slot of the first run's tensors
    private readonly Dictionary<int, string> names = []; // of constants that nodes compute from parameters
    private readonly Dictionary<(TensorBuffer, Shape), OnnxValue> constants = [];

    private Translation(OnnxTrace first, OnnxTrace second, OnnxTranslators translators) => (this.first, this.second, this.translators) = (first, second, translators);

    public static OnnxGraph Of(OnnxTrace first, OnnxTrace second, OnnxTranslators translators) => new Translation(first, second, translators).Run();

    private OnnxGraph Run()
    {
        RequireTheSameWay();
        var variable = new HashSet<int>();
        for (var i = 0; i < first.Inputs.Count; i++)
        {
            var (name, value, type) = first.Inputs[i];
            var input = graph.Input(name, type, Shape(value, second.Inputs[i].Value, name));
            values[value.Slot] = type == ElementType.Float ? input : input.ToFloat().Place(input.Shape, input.Shape);
            variable.Add(value.Slot);
        }
        foreach (var node in first.Tape.Nodes)
        {
            if (node.Inputs.Any(t => variable.Contains(t.Slot))) variable.Add(node.Output.Slot);
            else if (node.Inputs.Select(NameOf).FirstOrDefault(n => n is not null) is { } name) names[node.Output.Slot] = $"{name}.{node.Op.Name}";
        }
        var needed = Needed(variable);
        for (var i = 0; i < first.Tape.Nodes.Length; i++)
            if (needed.Contains(first.Tape.Nodes[i].Output.Slot)) Translate(first.Tape.Nodes[i], second.Tape.Nodes[i]);
        for (var i = 0; i < first.Outputs.Count; i++)
        {
            var (name, value) = first.Outputs[i];
            var result = graph.Whole(ValueOf(value, second.Outputs[i].Value, $"the output '{name}'"));
            graph.Outputs.Add((name, graph.Node("Identity", [result]).Place(result.Shape, result.Shape)));
        }
        return graph;
    }

    private HashSet<int> Needed(HashSet<int> variable)
    {
        var needed = first.Outputs.Where(o => o.Value.IsTracked).Select(o => o.Value.Slot).ToHashSet();
        for (var i = first.Tape.Nodes.Length - 1; i >= 0; i--)
        {
            var node = first.Tape.Nodes[i];
            if (!needed.Contains(node.Output.Slot)) continue;
            foreach (var input in node.Inputs)
                if (input.IsTracked) needed.Add(input.Slot);
        }
        needed.IntersectWith(variable);
        return needed;
    }

    private void Translate(Node node, Node twin)
    {
        var what = $"the result of {node.Op.Name}";
        var shape = Shape(node.Output, twin.Output, what);
        OnnxValue[] inputs = [.. node.Inputs.Zip(twin.Inputs, (a, b) => ValueOf(a, b, $"an input of {node.Op.Name}"))];
        if (node.Op is BroadcastTo)
        {
            values[node.Output.Slot] = inputs[0].As(shape, inputs[0].Stored);
            return;
        }
        var needs = translators.NeedsOf(node.Op);
        var stored = needs == InputNeeds.Elementwise ? Extent.Broadcast(inputs.Select(i => i.Stored.ToArray())) : shape;
        if (needs == InputNeeds.Whole) inputs = [.. inputs.Select(graph.Whole)];
        var result = translators.Translate(new Translated(node.Op, twin.Op, shape), graph, inputs);
        values[node.Output.Slot] = result.Shape.Count == 0 && shape.Length > 0 ? result.Place(shape, stored) : result.As(shape, stored);
    }

    private OnnxValue ValueOf(Tensor a, Tensor b, string what) => a.IsTracked && values.TryGetValue(a.Slot, out var value) ? value : ConstantOf(a, b, what);

    /// <summary>A parameter, a constant that entered the tape, or what was computed from such alone.</summary>
    private OnnxValue ConstantOf(Tensor a, Tensor b, string what)
    {
        if (constants.TryGetValue((a.Buffer, a.Shape), out var found)) return found;
        var shape = Shape(a, b, what);
        // Along the batch, all elements must be the same; one of them is kept, and broadcast.
        Tensor smallA = a.View(a.Shape), smallB = b.View(b.Shape); // views, which the tapes do not track
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis].IsFixed) continue;
            (smallA, smallB) = (Same(smallA, axis), Same(smallB, axis));
        }
        if (!Bits(smallA).SequenceEqual(Bits(smallB)))
            throw new InvalidOperationException($"OnnxModel: {what}, of shape {a.Shape}, changes with the inputs, but no op computes it from them. A value was read by ToArray, Item or Detach, or drawn at random; compute it by ops, or make it an input.");
        var constant = graph.Constant(smallA, NameOf(a) ?? "constant");
        constant = constant.As(shape, constant.Stored);
        return constants[(a.Buffer, a.Shape)] = constant;

        Tensor Same(Tensor t, int axis)
        {
            var one = t.Slice(axis, 0, 1);
            return Bits(one.BroadcastTo(t.Shape)).SequenceEqual(Bits(t)) ? one
                : throw new InvalidOperationException($"OnnxModel: {what}, of shape {a.Shape}, is a constant with other elements for each example of the batch, such as random noise; make it an input.");
        }
    }

    private string? NameOf(Tensor t) => t.Buffer.Owner is { } parameter ? parameter.Name : t.IsTracked ? names.GetValueOrDefault(t.Slot) : null;

    private static ReadOnlySpan<int> Bits(Tensor t) => MemoryMarshal.Cast<float, int>(t.Span);

    private Extent[] Shape(Tensor a, Tensor b, string what) => Extent.Between(a.Shape, first.BatchSize, b.Shape, second.BatchSize, what);

    /// <summary>Both runs must apply the same ops to the same results, or the graph would hold for some inputs only.</summary>
    private void RequireTheSameWay()
    {
        if (first.Inputs.Count == 0) throw new InvalidOperationException("OnnxModel: the function has no input; expected one or more.");
        if (first.Outputs.Count == 0) throw new InvalidOperationException("OnnxModel: the function has no output; name its results by Output.");
        var isSame = first.Tape.Nodes.Length == second.Tape.Nodes.Length
            && first.Inputs.Select(i => (i.Name, i.Value.Slot)).SequenceEqual(second.Inputs.Select(i => (i.Name, i.Value.Slot)))
            && first.Outputs.Select(o => (o.Name, o.Value.Slot)).SequenceEqual(second.Outputs.Select(o => (o.Name, o.Value.Slot)));
        for (var i = 0; isSame && i < first.Tape.Nodes.Length; i++)
        {
            Node a = first.Tape.Nodes[i], b = second.Tape.Nodes[i];
            isSame = a.Op.GetType() == b.Op.GetType() && a.Output.Slot == b.Output.Slot && a.Inputs.Select(t => t.Slot).SequenceEqual(b.Inputs.Select(t => t.Slot));
        }
        if (!isSame) throw new InvalidOperationException("OnnxModel: the function takes another way for other values of its inputs, or for another batch size; an ONNX graph has one way. Choose by ops, such as Where.");
    }
}

/// <summary>An op to translate, as it was applied in both runs.</summary>
/// <param name="Op">In the first run.</param>
/// <param name="Twin">In the second run.</param>
/// <param name="Shape">The shape of its result.</param>
internal sealed record Translated(Op Op, Op Twin, IReadOnlyList<Extent> Shape);
