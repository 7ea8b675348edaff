using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The Cauchy family, in double: F(x) = ½ + arctan(z)/π, as the angle of the point (−z, 1), which keeps its digits in the tails.</summary>
internal readonly struct CauchyFamily : IScalarFamily
{
    public string Name => nameof(CauchyFamily);

    public double Value(ReadOnlySpan<double> x)
    {
        var z = (x[0] - x[1]) / x[2];
        return -DoubleMath.Log(DoubleMath.Pi) - DoubleMath.Log(x[2]) - DoubleMath.Log1p(z * z);
    }

    // −2z/(1 + z²)/s, 2z/(1 + z²)/s, (z² − 1)/(1 + z²)/s.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double z = (x[0] - x[1]) / x[2], square = z * z;
        slopes[0] = -2 * z / (1 + square) / x[2];
        slopes[1] = -slopes[0];
        slopes[2] = (z - 1) * (z + 1) / (1 + square) / x[2];
    }

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (double.NegativeInfinity, double.PositiveInfinity);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => LogLower((x[0] - x[1]) / x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => LogLower((x[1] - x[0]) / x[2]);

    public double Quantile(ReadOnlySpan<double> x)
    {
        double p = x[0], rest = Math.Min(p, 1 - p), z = DoubleMath.SinPi(rest + 0.5) / DoubleMath.SinPi(rest);
        return x[1] + x[2] * (p < 0.5 ? -z : z);
    }

    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[1], slopes[2]) = (1, (x[0] - x[1]) / x[2]);

    private static double LogLower(double z) => z < 0 ? DoubleMath.Log(Angle(-z)) : DoubleMath.Log1p(-Angle(z));

    // 1/π of the angle of the point (z, 1).
    private static double Angle(double z) => DoubleMath.Atan2(1, z) / DoubleMath.Pi;
}
