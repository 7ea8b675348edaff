namespace Ansatz.Onnx.Translators;

/// <summary>Rational-quadratic splines, in double from the shares of the bins on; <see cref="SplineLanes"/> has the formulas and their source.</summary>
internal static class Splines
{
    public static void AddTo(OnnxTranslators to) => to.AddShaped<SplineMap>((op, translated, graph, x) => Map(op, translated.Shape.Count - 1, graph, x[0], x[1]));

    private static OnnxValue Map(SplineMap op, int rank, OnnxGraph graph, OnnxValue input, OnnxValue features)
    {
        int bins = op.Bins, count = features.Shape[^1].Fixed;
        var value = input.ToDouble();
        var isInside = value.IsAtLeast(-op.Bound).And(value.IsAtMost(op.Bound));
        var v = isInside.Choose(value, 0);

        var widths = Sizes(0);
        var (left, right) = (Knots(widths), Knots(op.Floor.OfSecants * widths + (1 - (double)op.Floor.OfSecants) * Sizes(bins)));
        // 1 for each inner knot that the value has reached; the differences of that are 1 in the value's bin and 0 in the others.
        var reached = v.Unsqueeze(rank).IsAtLeast(op.IsInverse ? right.Inner : left.Inner).ToDouble();
        var bin = reached.PadLast(rank + 1, 1, 0, 1) - reached.PadLast(rank + 1, 0, 1, 0);
        OnnxValue x = In(left.Lower), width = In(left.Upper) - x, y = In(right.Lower), height = In(right.Upper) - y, secant = height / width;
        var (d, e) = Slopes();

        var delta = op.IsInverse ? (v - y) / height : (v - x) / width;
        var xi = op.IsInverse ? Solve(delta.AtLeast(0).AtMost(1), secant, d, e) : delta.AtLeast(0).AtMost(1);
        var rest = 1 - xi;
        var p = xi * rest;
        var denominator = secant * (1 - 2 * p) + (d + e) * p;
        var ratio = secant / denominator;
        var logSlope = (ratio * ratio * (e * xi * xi + 2 * secant * p + d * rest * rest)).Log();
        var result = op.IsInverse ? x + xi * width : y + height * ((secant * xi * xi + d * p) / denominator);
        return graph.Stack(isInside.Choose(result, value).ToFloat(), isInside.Choose(op.IsInverse ? -logSlope : logSlope, 0).ToFloat());

        OnnxValue In(OnnxValue perBin) => (perBin * bin).Sum(-1);

        // Sizes of the bins, from K logits on.
        OnnxValue Sizes(int first)
        {
            var shares = graph.Node("Softmax", [features.Slice(-1, first, first + bins)], ("axis", -1)).ToDouble();
            return shares * (2 * (double)op.Bound * (1 - bins * SplineLanes.SmallestBin)) + 2 * (double)op.Bound * SplineLanes.SmallestBin;
        }

        // The knots inside, and those below and above each bin.
        (OnnxValue Inner, OnnxValue Lower, OnnxValue Upper) Knots(OnnxValue sizes)
        {
            var inner = graph.Node("CumSum", [sizes.Slice(-1, 0, bins - 1), graph.Scalar(-1, ElementType.Int64)]) - op.Bound;
            return (inner, inner.PadLast(rank + 1, 1, 0, -op.Bound), inner.PadLast(rank + 1, 0, 1, op.Bound));
        }

        // At −bound and bound the slope is 1; on a circle the two are one knot, the last.
        (OnnxValue Left, OnnxValue Right) Slopes()
        {
            var inner = (features.Slice(-1, 2 * bins, count).ToDouble().AtMost(SplineLanes.LargestSlope) + op.Floor.Shift).Softplus() + op.Floor.OfSlopes;
            if (count < 3 * bins) return (In(inner.PadLast(rank + 1, 1, 0, 1)), In(inner.PadLast(rank + 1, 0, 1, 1)));
            return (In(graph.Concat(-1, inner.Slice(-1, bins - 1, bins), inner.Slice(-1, 0, bins - 1))), In(inner));
        }
    }

    // The root ξ of the quadratic equation of the inverse, from the end of the bin where its formula does not cancel.
    private static OnnxValue Solve(OnnxValue share, OnnxValue secant, OnnxValue d, OnnxValue e)
    {
        var excess = d + e - 2 * secant;
        var isFromLeft = (d - share * excess).IsAtLeast(0);
        OnnxValue start = isFromLeft.Choose(d, e), delta = isFromLeft.Choose(share, 1 - share), steep = delta * excess;
        OnnxValue b = start - steep, numerator = 2 * secant * delta;
        var discriminant = b * b + 2 * (secant - start + steep) * numerator;
        var root = (numerator / (b + discriminant.AtLeast(0).Sqrt())).AtLeast(0).AtMost(1);
        return isFromLeft.Choose(root, 1 - root);
    }
}
