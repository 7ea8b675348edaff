namespace Ansatz.Onnx.Translators;

/// <summary>Ops along one dimension, or over all elements.</summary>
internal static class Sums
{
    public static void AddTo(OnnxTranslators to)
    {
        to.AddShaped<SumAxis>((op, t, graph, x) => Reduce(op.Split, t, graph, x[0], (v, axis) => v.Sum(axis)));
        to.AddShaped<MaxAxis>((op, t, graph, x) => Reduce(op.Split, t, graph, x[0], (v, axis) => v.Max(axis)));
        to.AddShaped<Prod>((op, t, graph, x) => Reduce(op.Split, t, graph, x[0], (v, axis) => graph.Node("ReduceProd", [v.ToDouble()], ("axes", new[] { axis }), ("keepdims", 0)).ToFloat()));
        to.AddShaped<Norm>((op, t, graph, x) => Reduce(op.Split, t, graph, x[0], (v, axis) => Norm(v.ToDouble(), axis).ToFloat()));
        to.AddShaped<Variance>((op, t, graph, x) => Reduce(op.Split, t, graph, x[0], (v, axis) => Variance(graph, v.ToDouble(), axis, op.Correction).ToFloat()));
        to.AddShaped<ArgMax>((op, t, graph, x) => Reduce(op.Split, t, graph, x[0], (v, axis) => graph.Node("ArgMax", [v], ("axis", axis), ("keepdims", 0)).ToFloat()));
        to.AddShaped<CumulativeSum>((op, _, graph, x) => graph.Node("CumSum", [x[0], graph.Scalar(AxisOf(op.Split, x[0]) ?? 0, ElementType.Int64)]));
        to.Add<LogSumExp>((_, _, x) => LogSumExp(x[0]));
    }

    /// <summary>log ∑ eˣ along the last dimension, from the largest x on. Where that is infinite, 0 stands for it, so that no difference of infinities occurs.</summary>
    public static OnnxValue LogSumExp(OnnxValue x)
    {
        var largest = x.Max(-1, keep: true);
        var shift = largest.Graph.Node("IsInf", [largest]).Choose(0, largest);
        return x.Graph.Node("Squeeze", [(x - shift).Exp().Sum(-1, keep: true).Log() + shift, x.Graph.Integers(-1)]);
    }

    /// <summary>The dimension that an op sees as the middle of three; null if it sees all elements as one dimension.</summary>
    public static int? AxisOf(AxisSplit middle, OnnxValue x)
    {
        int[] lengths = [.. x.Shape.Select(e => e.PerExample * OnnxModel.FirstBatch + e.Fixed)];
        var outer = 1;
        for (var axis = 0; axis < lengths.Length; axis++)
        {
            if (outer == middle.Outer && lengths[axis] == middle.Count) return axis;
            outer *= lengths[axis];
        }
        return null;
    }

    // The dimension disappears; where the op's result has another shape, such as one with a length of 1 there, it follows.
    private static OnnxValue Reduce(AxisSplit middle, Translated translated, OnnxGraph graph, OnnxValue x, Func<OnnxValue, int, OnnxValue> along)
    {
        if (AxisOf(middle, x) is not { } axis) return along(graph.Node("Reshape", [x, graph.Integers(-1)]), 0);
        var result = along(x, axis);
        return x.Shape.Where((_, i) => i != axis).SequenceEqual(translated.Shape) ? result : Structure.Reshaped(graph, result, translated.Shape);
    }

    private static OnnxValue Norm(OnnxValue x, int axis) => (x * x).Sum(axis).Sqrt();

    private static OnnxValue Variance(OnnxGraph graph, OnnxValue x, int axis, int correction)
    {
        var deviation = x - graph.Node("ReduceMean", [x], ("axes", new[] { axis }), ("keepdims", 1));
        var count = graph.Node("Gather", [graph.Node("Shape", [x]), graph.Scalar(axis, ElementType.Int64)]).ToDouble();
        return (deviation * deviation).Sum(axis) / (count - correction);
    }
}
