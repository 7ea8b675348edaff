using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = arctan x, elementwise, from the reals to (−½π, ½π); log-determinant −log(1 + x²).</summary>
/// <remarks>
/// Both are computed in double, where x² does not overflow. In float, arctan x is the float nearest to ±½π from |x| = 1.7·10⁷ on. That float
/// lies outside the codomain, as ½π itself does.
/// </remarks>
public sealed class Arctangent : Bijector
{
    private static readonly Support OpenInterval = Support.Interval(-1.57079637f, 1.57079637f, inclusive: false);

    public override Support Codomain => OpenInterval;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) =>
        (ScalarFunction<Angle>.Apply(default, x), ScalarFunction<LogSlope>.Apply(default, x));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) =>
        (ScalarFunction<Tangent>.Apply(default, y), ScalarFunction<LogSlopeOfTangent>.Apply(default, y));

    private readonly struct Angle : IScalarFunction
    {
        public string Name => nameof(Arctangent);

        public double Value(ReadOnlySpan<double> x) => DoubleMath.Atan2(x[0], 1);

        public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = 1 / (1 + x[0] * x[0]);
    }

    private readonly struct LogSlope : IScalarFunction
    {
        public string Name => "LogSlopeOfArctangent";

        public double Value(ReadOnlySpan<double> x) => -DoubleMath.Log1p(x[0] * x[0]);

        public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = -2 * x[0] / (1 + x[0] * x[0]);
    }

    private readonly struct Tangent : IScalarFunction
    {
        public string Name => nameof(Tangent);

        public double Value(ReadOnlySpan<double> y) => DoubleMath.Sin(y[0]) / DoubleMath.Cos(y[0]);

        public void Slopes(ReadOnlySpan<double> y, Span<double> slopes)
        {
            var cosine = DoubleMath.Cos(y[0]);
            slopes[0] = 1 / (cosine * cosine);
        }
    }

    /// <summary>log(1 + tan² y) = −2 log |cos y|.</summary>
    private readonly struct LogSlopeOfTangent : IScalarFunction
    {
        public string Name => nameof(LogSlopeOfTangent);

        public double Value(ReadOnlySpan<double> y) => -2 * DoubleMath.Log(Math.Abs(DoubleMath.Cos(y[0])));

        public void Slopes(ReadOnlySpan<double> y, Span<double> slopes) => slopes[0] = 2 * DoubleMath.Sin(y[0]) / DoubleMath.Cos(y[0]);
    }
}
