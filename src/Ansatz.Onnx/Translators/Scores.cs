namespace Ansatz.Onnx.Translators;

/// <summary>Log-densities that the library computes in one op. The doc comments of the ops have the formulas.</summary>
internal static class Scores
{
    private const double HalfLogTwoPi = 0.91893853320467274;

    public static void AddTo(OnnxTranslators to)
    {
        to.AddFunction<Lgamma>((_, x) => LogGamma(x.ToDouble()).ToFloat());
        to.AddFunction<Digamma>((_, x) => DigammaOf(x.ToDouble()).ToFloat());
        to.AddBinary<CrossEntropyFromLogits>((x, logit) => x * logit - logit.AtLeast(0) - (1 + (-logit.Abs()).Exp()).Log());
        to.AddBinary<ContinuousBernoulliScore>((x, logit) => ContinuousBernoulli(x.ToDouble(), logit.ToDouble()).ToFloat());
        to.AddTernary<DiscretizedLogisticScore>((f, x, loc, scale) => DiscretizedLogistic(f.LevelCount - 1, x.ToDouble(), loc.ToDouble(), scale.ToDouble()).ToFloat());
        to.AddTernary<NormalDensity>((_, x, mean, scale) => Normal((x - mean) / scale) - scale.Log());
        to.AddShaped<NormalScore>((op, _, _, x) => Normal((x[0] - x[1]) / op.Scale) - Math.Log(op.Scale), InputNeeds.Elementwise);
        to.AddShaped<NormalMixture>((_, translated, graph, x) => Mixture(translated.Shape.Count, x[0], x[1], x[2], x[3]));
    }

    private static OnnxValue Normal(OnnxValue z) => -0.5 * z * z - HalfLogTwoPi;

    // Stirling's series from 8 on, and Γ(x) = Γ(x + 8)/(x(x + 1)…(x + 7)) below; Γ(x)·Γ(1 − x) = π/sin πx for x < ½. Abramowitz and Stegun 6.1.17, 6.1.40, 6.3.7, 6.3.18.
    private static OnnxValue LogGamma(OnnxValue x)
    {
        var (isReflected, y, low, isLow) = FromEight(x);
        var square = 1 / (y * y);
        var stirling = y * (y.Log() - 1) - 0.5 * y.Log() + HalfLogTwoPi + (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680)))) / y;
        var product = low;
        for (var i = 1; i < 8; i++) product *= low + i;
        var positive = stirling - isLow.Choose(product.Log(), 0);
        return isReflected.Choose((Math.PI / Sine(Math.PI * (x - x.Floor()))).Abs().Log() - positive, positive);
    }

    private static OnnxValue DigammaOf(OnnxValue x)
    {
        var (isReflected, y, low, isLow) = FromEight(x);
        var square = 1 / (y * y);
        var asymptotic = y.Log() - 0.5 / y - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240))));
        var sum = 1 / low;
        for (var i = 1; i < 8; i++) sum += 1 / (low + i);
        var positive = asymptotic - isLow.Choose(sum, 0);
        var angle = Math.PI * (x - x.Floor());
        return isReflected.Choose(positive - Math.PI * x.Graph.Node("Cos", [angle]) / Sine(angle), positive);
    }

    /// <summary>With z = 1 − x if x is below ½, else x: whether z is 1 − x; y, z or z + 8, which is at least 8; z where it is below 8, else 1; whether it is below 8.</summary>
    private static (OnnxValue IsReflected, OnnxValue Y, OnnxValue Low, OnnxValue IsLow) FromEight(OnnxValue x)
    {
        var isReflected = x.IsBelow(0.5);
        var z = isReflected.Choose(1 - x, x);
        var isLow = z.IsBelow(8);
        return (isReflected, isLow.Choose(z + 8, z), isLow.Choose(z, 1), isLow);
    }

    private static OnnxValue Sine(OnnxValue x) => x.Graph.Node("Sin", [x]);

    private static OnnxValue ContinuousBernoulli(OnnxValue x, OnnxValue logit)
    {
        const double Radius = 0.5;
        var size = logit.Abs();
        var isNear = size.IsBelow(Radius);
        var far = isNear.Choose(1, size);
        var closed = x * logit - logit.AtLeast(0) - ((1 - (-far).Exp()).Log() - far.Log());
        var square = logit * logit;
        var series = square * (1.0 / 24 + square * (-1.0 / 2880 + square * (1.0 / 181_440)));
        return isNear.Choose((x - 0.5) * logit - series, closed);
    }

    private static OnnxValue DiscretizedLogistic(double top, OnnxValue x, OnnxValue loc, OnnxValue scale)
    {
        const double SeriesBelow = 0.03;
        var level = (x * top + 0.5).Floor();
        OnnxValue u = Finite(((2 * level + 1) / (2 * top) - loc) / scale), v = Finite(((2 * level - 1) / (2 * top) - loc) / scale), r = Finite(1 / (scale * top));
        OnnxValue atTop = level.IsAtLeast(top), atBottom = level.IsAtMost(0);
        OnnxValue above = atTop.Choose(0, (-u).Softplus()), below = atBottom.Choose(0, v.Softplus());
        var closed = (1 - (-r).Exp()).Log();
        var series = -Math.Log(top) - scale.Log() + r * (r / 24 - 0.5);
        return atTop.Or(atBottom).Choose(0, r.IsBelow(SeriesBelow).Choose(series, closed)) - (above + below);

        static OnnxValue Finite(OnnxValue value) => value.AtLeast(float.MinValue).AtMost(float.MaxValue);
    }

    // x […, d], log-weights [K], means and scales [K, d].
    private static OnnxValue Mixture(int rank, OnnxValue x, OnnxValue logWeights, OnnxValue means, OnnxValue scales)
    {
        var z = (x.Unsqueeze(rank) - means) / scales;
        var scores = logWeights - scales.Log().Sum(-1) + ((z * z).Sum(-1) * -0.5 - HalfLogTwoPi * means.Shape[1].Fixed);
        return Sums.LogSumExp(scores);
    }
}
