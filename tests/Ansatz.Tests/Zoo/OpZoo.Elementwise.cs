using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

internal static partial class OpZoo
{
    // Every rank, both sides of a vector's length, several pieces with a ragged end, and nothing at all.
    private static Shape[][] UnaryCases =>
    [
        [[]], [[1]], [[15]], [[16]], [[17]], [[33]], [[2 * 16 * 1024 + 5]], [[2, 3]], [[3, 5, 2]], [[1, 2, 3, 2]], [[2, 1, 3, 1, 2]], [[0]], [[3, 0, 2]],
    ];

    // Each position repeated, on each side and on both.
    private static Shape[][] BinaryCases =>
    [
        [[], []], [[17], [17]], [[2 * 16 * 1024 + 5], [2 * 16 * 1024 + 5]], [[], [3]], [[33], []], [[2, 3], [3]], [[3], [2, 3]], [[2, 1], [3]], [[1], [17]],
        [[2, 3, 4], [3, 1]], [[2, 1, 4], [1, 3, 1]], [[1, 1], [2, 3]], [[2, 1, 3, 1, 2], [1, 2, 1, 3, 1]], [[4, 1], [4, 300]], [[0, 3], [3]], [[1, 3], [0, 3]],
    ];

    // Near its zeros the reference itself is good to 1e-15 only.
    private static Doubles AgainstADouble(Doubles[] x) => x[0].Map(_ => 1e-7);

    private static IEnumerable<OpRow> Unaries() =>
    [
        Unary("Abs", x => x.Abs(), Math.Abs, Domain.Everything, 0),
        Unary("Affine", x => x.Affine(1.5f, -0.25f), x => 1.5 * x - 0.25, Domain.Everything, 0.5),
        Unary("Add a constant", x => x + 0.1f, x => x + 0.1f, Domain.Everything, 0.5),
        Unary("Add to a constant", x => 0.1f + x, x => 0.1f + x, Domain.Everything, 0.5),
        Unary("Subtract a constant", x => x - 0.1f, x => x - 0.1f, Domain.Everything, 0.5),
        Unary("Subtract from a constant", x => 0.1f - x, x => 0.1f - x, Domain.Everything, 0.5),
        Unary("Multiply by a constant", x => x * -3, x => x * -3, Domain.Everything, 0.5),
        Unary("Multiply a constant", x => 0.1f * x, x => 0.1f * x, Domain.Everything, 0.5),
        Unary("Divide by a constant", x => x / 3, x => x / 3, Domain.Everything, 0.5),
        Unary("Atanh", x => x.Atanh(), Math.Atanh, Domain.Between(-1, 1), 2),
        Unary("Between", x => x.IsBetween(-1, 1), x => x is >= -1 and <= 1 ? 1 : 0, Domain.Everything, 0),
        Unary("Strictly between", x => x.IsBetween(-1, 1, inclusive: false), x => x is > -1 and < 1 ? 1 : 0, Domain.Everything, 0),
        Unary("Clamp", x => x.Clamp(-0.5f, 1), x => Math.Clamp(x, -0.5, 1), Domain.Everything, 0),
        Unary("Compress", x => x.Compress(5), x => Math.Abs(x) <= 5 ? x : Math.CopySign(5 + Math.Log(Math.Abs(x) - 4), x), Domain.Finite, 1.5),
        Unary("Cos", x => x.Cos(), Math.Cos, Domain.Finite, 0.51, slopeIsAbsolute: true),
        Unary("Digamma", x => x.Digamma(), MathNet.Numerics.SpecialFunctions.DiGamma, Domain.Between(0.01f, 1e6f), 3, slopeIsAbsolute: true) with { Magnitude = AgainstADouble },
        Unary("Elu", x => x.Elu(), x => x > 0 ? x : ExactMath.Expm1(x), Domain.Everything, 1.5),
        Unary("Elu, α 0.5", x => x.Elu(0.5f), x => x > 0 ? x : 0.5 * ExactMath.Expm1(x), Domain.Everything, 2),
        Unary("Erf", x => x.Erf(), MathNet.Numerics.SpecialFunctions.Erf, Domain.Everything, 1.5, slopeIsAbsolute: true),
        Unary("Exp", x => x.Exp(), Math.Exp, Domain.Everything, 1),
        Unary("Expm1", x => x.Expm1(), ExactMath.Expm1, Domain.Everything, 1.5),
        // In the far tail below 0, Φ is a difference from ½.
        Unary("Floor", x => x.Floor(), Math.Floor, Domain.Everything, 0),
        Unary("Gelu", x => x.Gelu(), x => x * 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-x / Math.Sqrt(2)), Domain.Between(-1e15f, float.PositiveInfinity), 2, slopeIsAbsolute: true)
            with { Magnitude = x => x[0].Map(Math.Abs) },
        Unary("Integer between", x => x.IsIntegerBetween(0, 16), x => x is >= 0 and <= 16 && Math.Floor(x) == x ? 1 : 0, Domain.Everything, 0),
        Unary("Near level", x => x.IsNearLevel(11), x => x is >= -2.3e-7 and <= 1.00000023 && Math.Abs(10 * x - Math.Round(10 * x)) <= 2.4e-6 ? 1 : 0, Domain.Everything, 0),
        Unary("LeakyRelu", x => x.LeakyRelu(0.1f), x => x > 0 ? x : 0.1f * x, Domain.Everything, 0.5),
        Unary("Log", x => x.Log(), Math.Log, Domain.NonNegative, 1),
        Unary("Lgamma", x => x.Lgamma(), MathNet.Numerics.SpecialFunctions.GammaLn, Domain.Between(0.01f, 1e6f), 3, slopeIsAbsolute: true) with { Magnitude = AgainstADouble },
        Unary("Log1p", x => x.Log1p(), ExactMath.Log1p, Domain.Between(-1, float.PositiveInfinity), 1.5),
        Unary("LogSigmoid", x => x.LogSigmoid(), x => -ExactMath.Softplus(-x), Domain.Everything, 2),
        Unary("Negate", x => -x, x => -x, Domain.Everything, 0),
        Unary("Pow 3", x => x.Pow(3), x => x * x * x, Domain.Everything, 0.51),
        Unary("Pow 0.5", x => x.Pow(0.5f), x => Math.Pow(x, 0.5), Domain.NonNegative, 0.51),
        Unary("Pow −2", x => x.Pow(-2), x => 1 / (x * x), Domain.Everything, 0.51),
        Unary("Pow −1.7", x => x.Pow(-1.7f), x => Math.Pow(x, -1.7f), Domain.NonNegative, 0.51),
        Unary("Pow 0", x => x.Pow(0), x => 1, Domain.Everything, 0),
        Unary("Reciprocal", x => x.Reciprocal(), x => 1 / x, Domain.Everything, 0.5),
        Unary("Relu", x => x.Relu(), x => x < 0 ? 0 : x, Domain.Everything, 0),
        Unary("Sign", x => x.Sign(), x => x > 0 ? 1 : x < 0 ? -1 : x, Domain.Everything, 0),
        Unary("Sigmoid", x => x.Sigmoid(), ExactMath.Sigmoid, Domain.Everything, 2.5, slopeIsAbsolute: true),
        Unary("Silu", x => x.Silu(), x => x * ExactMath.Sigmoid(x), Domain.Between(-85, float.PositiveInfinity), 3, slopeIsAbsolute: true),
        Unary("Sin", x => x.Sin(), Math.Sin, Domain.Finite, 0.51, slopeIsAbsolute: true),
        Unary("Softplus", x => x.Softplus(), ExactMath.Softplus, Domain.Everything, 2),
        Unary("Sqrt", x => x.Sqrt(), Math.Sqrt, Domain.NonNegative, 0.5),
        Unary("Square", x => x.Square(), x => x * x, Domain.Everything, 0.5),
        Unary("Tanh", x => x.Tanh(), Math.Tanh, Domain.Everything, 1.5, slopeIsAbsolute: true),
    ];

    private static IEnumerable<OpRow> Binaries() =>
    [
        Binary("Add", (a, b) => a + b, (a, b) => a + b, 0.5),
        Binary("ContinuousBernoulliScore", (a, b) => a.ContinuousBernoulliScore(b), (x, l) => ContinuousBernoulliParts(x, l).Sum(), 4, Domain.Between(0, 1), Domain.Reals) with
        {
            SlopeIsAbsolute = true,
            Magnitude = x => Doubles.Build(Shape.Broadcast(x[0].Shape, x[1].Shape), i => ContinuousBernoulliParts(x[0].Broadcast(i), x[1].Broadcast(i)).Sum(Math.Abs)),
        },
        Binary("CrossEntropyFromLogits", (a, b) => a.CrossEntropyFromLogits(b), (x, l) => x * l - Math.Max(l, 0) - ExactMath.Log1p(Math.Exp(-Math.Abs(l))), 3,
            Domain.Between(0, 1), Domain.Reals) with { SlopeIsAbsolute = true },
        Binary("Divide", (a, b) => a / b, (a, b) => a / b, 0.5),
        Binary("EqualTo", (a, b) => a.Floor().EqualTo(b.Floor()), (a, b) => Math.Floor(a) == Math.Floor(b) ? 1 : 0, 0),
        Binary("GreaterThan", (a, b) => a.GreaterThan(b), (a, b) => a > b ? 1 : 0, 0),
        Binary("GreaterThanOrEqual", (a, b) => a.Floor().GreaterThanOrEqual(b.Floor()), (a, b) => Math.Floor(a) >= Math.Floor(b) ? 1 : 0, 0),
        Binary("LessThan", (a, b) => a.LessThan(b), (a, b) => a < b ? 1 : 0, 0),
        Binary("LessThanOrEqual", (a, b) => a.Floor().LessThanOrEqual(b.Floor()), (a, b) => Math.Floor(a) <= Math.Floor(b) ? 1 : 0, 0),
        Binary("Maximum", (a, b) => a.Maximum(b), (a, b) => a >= b ? a : b, 0),
        Binary("Minimum", (a, b) => a.Minimum(b), (a, b) => a <= b ? a : b, 0),
        Binary("Multiply", (a, b) => a * b, (a, b) => a * b, 0.5),
        Binary("NormalScore", (a, b) => a.NormalScore(b, 0.7f), (a, b) => NormalScore(a - b, 0.7f), 4, Domain.Reals, Domain.Reals) with
        {
            Magnitude = x => Doubles.Build(Shape.Broadcast(x[0].Shape, x[1].Shape), i => 2 - NormalScore(x[0].Broadcast(i) - x[1].Broadcast(i), 0.7f)),
        },
        Binary("NotEqualTo", (a, b) => a.Floor().NotEqualTo(b.Floor()), (a, b) => Math.Floor(a) != Math.Floor(b) ? 1 : 0, 0),
        Binary("Subtract", (a, b) => a - b, (a, b) => a - b, 0.5),
    ];

    // l·x − A(l): x·l − max(l, 0) and −log((1 − e⁻ᵃ)/a) with a = |l|, or ½l and the rest near 0.
    private static double[] ContinuousBernoulliParts(double x, double l)
    {
        var a = Math.Abs(l);
        return a < 0.05 ? [x * l, -0.5 * l, -l * l / 24 * (1 - l * l / 120)] : [l > 0 ? (x - 1) * l : x * l, -Math.Log(1 - Math.Exp(-a)), Math.Log(a)];
    }

    private static OpRow Unary(string name, Func<Tensor, Tensor> apply, Func<double, double> reference, Domain domain, double ulps, bool slopeIsAbsolute = false) =>
        new(name, x => apply(x[0]), x => x[0].Map(reference))
        {
            Cases = UnaryCases,
            Domains = [domain],
            Ulps = ulps,
            IsElementwise = true,
            SlopeIsAbsolute = slopeIsAbsolute,
            Batched = [true],
        };

    private static OpRow Binary(string name, Func<Tensor, Tensor, Tensor> apply, Func<double, double, double> reference, double ulps, Domain? a = null, Domain? b = null) =>
        new(name, x => apply(x[0], x[1]), x => Doubles.Build(Shape.Broadcast(x[0].Shape, x[1].Shape), i => reference(x[0].Broadcast(i), x[1].Broadcast(i))))
        {
            Cases = BinaryCases,
            Domains = [a ?? Domain.Everything, b ?? Domain.Everything],
            Ulps = ulps,
            IsElementwise = true,
        };

    private static double NormalScore(double deviation, double scale) => -0.5 * deviation * deviation / (scale * scale) - Math.Log(scale) - 0.5 * Math.Log(2 * Math.PI);
}
