using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The family U[low, high], in double.</summary>
internal readonly struct UniformFamily : IScalarFamily
{
    public string Name => nameof(UniformFamily);

    public double Value(ReadOnlySpan<double> x) => -DoubleMath.Log(x[2] - x[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => (slopes[0], slopes[1], slopes[2]) = (0, 1 / (x[2] - x[1]), -1 / (x[2] - x[1]));

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (x[1], x[2]);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => LogShare(x[0] - x[1], x[2] - x[0]);

    public double LogSurvival(ReadOnlySpan<double> x) => LogShare(x[2] - x[0], x[0] - x[1]);

    public double Quantile(ReadOnlySpan<double> x) => x[0] < 0.5 ? x[1] + x[0] * (x[2] - x[1]) : x[2] - (1 - x[0]) * (x[2] - x[1]);

    // The weights of the two bounds in x.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        (slopes[1], slopes[2]) = ((x[2] - x[0]) / (x[2] - x[1]), (x[0] - x[1]) / (x[2] - x[1]));

    private static double LogShare(double part, double rest) => part < rest ? DoubleMath.Log(part / (part + rest)) : DoubleMath.Log1p(-rest / (part + rest));
}
