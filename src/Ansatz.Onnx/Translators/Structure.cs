namespace Ansatz.Onnx.Translators;

/// <summary>Ops that move elements.</summary>
internal static class Structure
{
    public static void AddTo(OnnxTranslators to)
    {
        to.AddShaped<Reshape>((_, translated, graph, x) => Reshaped(graph, x[0], translated.Shape));
        to.AddShaped<Slice>(Sliced);
        to.Add<Permute>((op, _, x) => x[0].Permute([.. op.Order]));
        to.Add<Concat>((op, graph, x) => graph.Node("Concat", x, ("axis", op.Axis)));
        to.AddShaped<Gather>(Gathered);
        to.Add<Pad>(Padded);
        to.AddShaped<Sort>((op, translated, graph, x) =>
        {
            var axis = Sums.AxisOf(op.Split, x[0]) ?? 0;
            return graph.NodeOfMany("TopK", [x[0], graph.Length(translated.Shape[axis])], 2, ("axis", axis), ("largest", op.IsDescending ? 1 : 0), ("sorted", 1));
        });
    }

    /// <summary>The same elements in another shape. One length may follow the batch: it is found from the number of elements.</summary>
    public static OnnxValue Reshaped(OnnxGraph graph, OnnxValue x, IReadOnlyList<Extent> shape)
    {
        if (x.Squeezed is { } part && part.Shape.SequenceEqual(shape)) return part;
        var target = shape.Count(e => !e.IsFixed) == 1 && shape.All(e => e.Fixed > 0 || !e.IsFixed)
            ? graph.Integers([.. shape.Select(e => e.IsFixed ? (long)e.Fixed : -1)])
            : graph.Lengths(shape);
        return graph.Node("Reshape", [x, target]);
    }

    private static OnnxValue Sliced(Slice op, Translated translated, OnnxGraph graph, IReadOnlyList<OnnxValue> x)
    {
        var start = Extent.Between([op.Start], OnnxModel.FirstBatch, [((Slice)translated.Twin).Start], OnnxModel.SecondBatch, "the start of a Slice")[0];
        var length = translated.Shape[op.Axis];
        if (x[0].Parts is { } parts && op.Axis == 0 && length == Extent.One && start.IsFixed)
        {
            var part = parts[start.Fixed].Unsqueeze(0);
            part.Squeezed = parts[start.Fixed].Shape.Count > 0 ? parts[start.Fixed] : parts[start.Fixed].Place([.. translated.Shape.Skip(1)], [.. translated.Shape.Skip(1)]);
            return part;
        }
        var end = new Extent(start.PerExample + length.PerExample, start.Fixed + length.Fixed);
        return graph.Node("Slice", [x[0], graph.Length(start), graph.Length(end), graph.Integers(op.Axis)]);
    }

    // An index of −1 gives zeros.
    private static OnnxValue Gathered(Gather op, Translated translated, OnnxGraph graph, IReadOnlyList<OnnxValue> x)
    {
        if (!op.Indices.SequenceEqual(((Gather)translated.Twin).Indices)) throw new NotSupportedException("OnnxModel: the indices of a Gather depend on the batch size or on values; an ONNX graph needs fixed ones.");
        var places = graph.Integers([.. op.Indices.Select(i => (long)Math.Max(i, 0))]);
        var picked = graph.Node("Gather", [x[0], places], ("axis", op.Axis));
        if (!op.Indices.Contains(-1)) return picked;
        var shape = new int[translated.Shape.Count - op.Axis];
        Array.Fill(shape, 1);
        shape[0] = op.Indices.Count;
        var isKept = graph.Constant(Tensor.From([.. op.Indices.Select(i => i < 0 ? 0f : 1f)], new Shape(shape)), "kept").To(ElementType.Boolean);
        return isKept.Choose(picked, 0);
    }

    private static OnnxValue Padded(Pad op, OnnxGraph graph, IReadOnlyList<OnnxValue> x)
    {
        var rank = x[0].Shape.Count;
        var pads = new long[2 * rank];
        (pads[op.Axis], pads[rank + op.Axis]) = (op.Before, op.After);
        return graph.Node("Pad", [x[0], graph.Integers(pads), graph.Scalar(op.Value, ElementType.Float)]);
    }
}
