namespace Ansatz.Onnx.Translators;

/// <summary>Functions of one variable and arithmetic. The formulas keep the digits that the library's functions keep; where 32 bits would cancel, they are in double.</summary>
internal static class Elementwise
{
    public static void AddTo(OnnxTranslators to)
    {
        to.AddFunction<Abs>((_, x) => x.Abs());
        to.AddFunction<Affine>((f, x) => f switch
        {
            { Scale: -1, Offset: 0 } => -x,
            { Scale: -1 } => (double)f.Offset - x,
            { Offset: 0 } => x * f.Scale,
            { Scale: 1 } => x + f.Offset,
            _ => x * f.Scale + f.Offset,
        });
        to.AddFunction<Atanh>((_, x) => (0.5 * ((1 + x.ToDouble()) / (1 - x.ToDouble())).Log()).ToFloat());
        to.AddFunction<Between>((f, x) => Within(x, f.Least, f.Greatest).ToMask());
        to.AddFunction<Clamp>((f, x) => x.AtLeast(f.Low).AtMost(f.High));
        to.AddFunction<Compress>((f, x) => x.Abs().IsAbove(f.Bound).Choose(Sign(x) * (f.Bound + Log1p((x.Abs() - f.Bound).AtLeast(0))), x));
        to.AddFunction<Cos>((_, x) => x.Graph.Node("Cos", [x]));
        to.AddFunction<DivideByConstant>((f, x) => x / f.Divisor);
        to.AddFunction<Elu>((f, x) => x.IsAbove(0).Choose(x, f.Alpha * Expm1(x.AtMost(0))));
        to.AddFunction<Erf>((_, x) => x.Graph.Node("Erf", [x]));
        to.AddFunction<Exp>((_, x) => x.Exp());
        to.AddFunction<Expm1>((_, x) => Expm1(x));
        to.AddFunction<Floor>((_, x) => x.Floor());
        to.AddFunction<Gelu>((_, x) => x * 0.5 * (1 + x.Graph.Node("Erf", [x * 0.70710678118654752])));
        to.AddFunction<IntegerBetween>((f, x) => x.Floor().IsEqualTo(x).And(Within(x, f.Low, f.High)).ToMask());
        to.AddFunction<LeakyRelu>((f, x) => x.Leaky(f.NegativeSlope));
        to.AddFunction<Log>((_, x) => x.Log());
        to.AddFunction<Log1p>((_, x) => Log1p(x));
        to.AddFunction<LogSigmoid>((_, x) => -(-x).Softplus());
        to.AddFunction<NearLevel>((f, x) => NearLevel(f.LevelCount - 1, x.ToDouble()));
        to.AddFunction<Negate>((_, x) => -x);
        to.AddFunction<Pow>((f, x) => x.Graph.Node("Pow", [x, x.Scalar(f.Exponent)]));
        to.AddFunction<Reciprocal>((_, x) => x.Graph.Node("Reciprocal", [x]));
        to.AddFunction<Relu>((_, x) => x.Relu());
        to.AddFunction<Sigmoid>((_, x) => x.Sigmoid());
        to.AddFunction<Sign>((_, x) => Sign(x));
        to.AddFunction<Silu>((_, x) => x * x.Sigmoid());
        to.AddFunction<Sin>((_, x) => x.Graph.Node("Sin", [x]));
        to.AddFunction<Softplus>((_, x) => x.Softplus());
        to.AddFunction<Sqrt>((_, x) => x.Sqrt());
        to.AddFunction<Square>((_, x) => x * x);
        to.AddFunction<Tanh>((_, x) => x.Tanh());

        to.AddBinary<Add>((a, b) => a + b);
        to.AddBinary<Subtract>((a, b) => a - b);
        to.AddBinary<Multiply>((a, b) => a * b);
        to.AddBinary<Divide>((a, b) => a / b);
        to.AddBinary<Maximum>((a, b) => a.Graph.Node("Max", [a, b]));
        to.AddBinary<Minimum>((a, b) => a.Graph.Node("Min", [a, b]));
        to.AddBinary<EqualTo>((a, b) => a.IsEqualTo(b).ToMask());
        to.AddBinary<NotEqualTo>((a, b) => a.IsEqualTo(b).Not().ToMask());
        to.AddBinary<GreaterThan>((a, b) => a.Graph.Node("Greater", [a, b]).ToMask());
        to.AddBinary<GreaterThanOrEqual>((a, b) => a.IsAtLeast(b).ToMask());
        to.AddShaped<Where>((_, _, _, x) => x[0].IsSet().Choose(x[1], x[2]), InputNeeds.Elementwise);
    }

    private static OnnxValue Within(OnnxValue x, float low, float high) => x.IsAtLeast(low).And(x.IsAtMost(high));

    private static OnnxValue Sign(OnnxValue x) => x.Graph.Node("Sign", [x]);

    // In double, 1 + x keeps all digits of a float x that matter.
    private static OnnxValue Log1p(OnnxValue x) => (1 + x.ToDouble()).Log().ToFloat();

    private static OnnxValue Expm1(OnnxValue x) => (x.ToDouble().Exp() - 1).ToFloat();

    private static OnnxValue NearLevel(double top, OnnxValue x)
    {
        const double Tolerance = 2.3841858e-7;
        var scaled = x * top;
        var nearest = (scaled + 0.5).Floor();
        return (scaled - nearest).Abs().IsAtMost(top * Tolerance).And(nearest.IsAtLeast(0)).And(nearest.IsAtMost(top)).ToMask();
    }
}
