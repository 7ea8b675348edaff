namespace Ansatz.Onnx.Translators;

/// <summary>Products with matrices, layers, and triangular systems.</summary>
internal static class Matrices
{
    public static void AddTo(OnnxTranslators to)
    {
        to.AddShaped<MatMul>((_, translated, graph, x) => Product(translated.Shape, graph, WithWholeMatrices(graph, x[0]), WithWholeMatrices(graph, x[1])), InputNeeds.AsStored);
        to.Add<Linear>((op, _, x) => Layer(x[0], x[1], x.Count > 2 ? x[2] : null, op.NegativeSlope));
        to.Add<RectifierNetwork>((_, _, x) => Network(x));
        to.Add<NormalizeBy>((op, _, x) => ((x[0] - x[3]) * (x[1] / (x[4] + op.Epsilon).Sqrt()) + x[2]).Leaky(op.NegativeSlope));
        to.AddShaped<CouplingMap>((op, translated, graph, x) => Coupling(op, translated.Shape, graph, x[0], x[1]));
        to.Add<ExpDiagonal>((_, graph, x) => graph.Constant(Tensor.Identity(x[0].Shape[0].Fixed), "diagonal").To(ElementType.Boolean).Choose(x[0].Exp(), x[0]));
        to.Add<LowerUpperProduct>((_, graph, x) => LowerUpper(graph, x[0], x[0].Shape[0].Fixed));
        to.AddShaped<TriangularSolve>((op, _, graph, x) => Solve(graph, WithWholeMatrices(graph, x[0]), graph.Whole(x[1]), op.IsTransposed), InputNeeds.AsStored);
    }

    // Operators on matrices broadcast the dimensions before the last two.
    private static OnnxValue WithWholeMatrices(OnnxGraph graph, OnnxValue x) => x.Stored.Count >= 2 && x.Stored.TakeLast(2).SequenceEqual(x.Shape.TakeLast(2)) ? x : graph.Whole(x);

    private static OnnxValue Product(IReadOnlyList<Extent> shape, OnnxGraph graph, OnnxValue a, OnnxValue b) =>
        Extent.Broadcast([[.. a.Stored.SkipLast(2)], [.. b.Stored.SkipLast(2)]]).SequenceEqual(shape.SkipLast(2)) ? a.MatMul(b) : graph.Whole(a).MatMul(b);

    private static OnnxValue Layer(OnnxValue x, OnnxValue weight, OnnxValue? bias, float slope)
    {
        var product = x.MatMul(weight);
        return (bias is null ? product : product + bias).Leaky(slope);
    }

    private static OnnxValue Network(IReadOnlyList<OnnxValue> x)
    {
        var value = x[0];
        for (var i = 1; i < x.Count; i += 2) value = Layer(value, x[i], x[i + 1], i + 2 < x.Count ? 0 : 1);
        return value;
    }

    // Features hold t and r: side by side along a last dimension of 2, or all t before all r.
    private static OnnxValue Coupling(CouplingMap op, IReadOnlyList<Extent> shape, OnnxGraph graph, OnnxValue x, OnnxValue features)
    {
        var width = shape.Count > 1 ? shape[^1].Fixed : 1;
        OnnxValue shift, raw;
        if (op.IsInterleaved) (shift, raw) = (Pick(0), Pick(1));
        else (shift, raw) = (features.Slice(-1, 0, width), features.Slice(-1, width, 2 * width));
        var logScale = op.Limit * (raw / op.Limit).Tanh();
        return op.IsInverse ? graph.Stack((x - shift) * (-logScale).Exp(), -logScale) : graph.Stack(x * logScale.Exp() + shift, logScale);

        OnnxValue Pick(int place) => graph.Node("Gather", [features, graph.Scalar(place, ElementType.Int64)], ("axis", -1));
    }

    private static OnnxValue LowerUpper(OnnxGraph graph, OnnxValue x, int n)
    {
        var isBelow = graph.Constant(Tensor.From([.. Enumerable.Range(0, n * n).Select(i => i / n > i % n ? 1f : 0f)], [n, n]), "below").To(ElementType.Boolean);
        OnnxValue lower = isBelow.Choose(x, graph.Constant(Tensor.Identity(n), "identity")), upper = isBelow.Choose(0, x);
        return graph.Node("Transpose", [lower.MatMul(upper)], ("perm", new[] { 1, 0 }));
    }

    /// <summary>L⁻¹·B, in double. The inverse of a constant L is computed here; another L is solved row by row, which suits small matrices.</summary>
    private static OnnxValue Solve(OnnxGraph graph, OnnxValue lower, OnnxValue right, bool isTransposed)
    {
        const int MostRows = 32;
        int rank = lower.Shape.Count, n = lower.Shape[^1].Fixed;
        var b = right.ToDouble();
        if (lower.Constant is { } elements) return graph.Doubles(Inverse(elements, n, isTransposed), [.. elements.Shape.Select(l => (long)l)]).MatMul(b).ToFloat();
        if (n > MostRows) throw new NotSupportedException($"OnnxModel: a triangular system of {n} rows whose matrix depends on the inputs; expected at most {MostRows}, since ONNX has no such operator.");
        var l = lower.ToDouble();
        var rows = new OnnxValue[n];
        for (var step = 0; step < n; step++)
        {
            var i = isTransposed ? n - 1 - step : step;
            var sum = b.Slice(-2, i, i + 1);
            for (var done = 0; done < step; done++)
            {
                var j = isTransposed ? n - 1 - done : done;
                sum -= (isTransposed ? Element(j, i) : Element(i, j)) * rows[j];
            }
            rows[i] = sum / Element(i, i);
        }
        return graph.Concat(rank - 2, rows).ToFloat();

        OnnxValue Element(int i, int j) => l.Slice(-2, i, i + 1).Slice(-1, j, j + 1);
    }

    private static double[] Inverse(Tensor lower, int n, bool isTransposed)
    {
        var all = new double[lower.Length];
        double[] factor = new double[n * n], inverse = new double[n * n];
        for (var start = 0; start < all.Length; start += n * n)
        {
            SmallMatrix.Load(lower.Span.Slice(start, n * n), factor);
            Array.Clear(inverse);
            for (var i = 0; i < n; i++) inverse[i * n + i] = 1;
            if (isTransposed) SmallMatrix.SolveLowerTransposed(n, factor, inverse, n);
            else SmallMatrix.SolveLower(n, factor, inverse, n);
            inverse.CopyTo(all, start);
        }
        return all;
    }
}
