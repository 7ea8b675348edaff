using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = sinh(tail·(arsinh x + skewness)), elementwise: a tail above 1 makes heavier tails, a tail below 1 lighter ones. The log-determinant is
/// log tail + log cosh(tail·(arsinh x + skewness)) − ½ log(1 + x²).
/// </summary>
/// <remarks>
/// The inverse has the same form with tail 1/tail and skewness −tail·skewness. Everything is computed in double, so that x² does not overflow.
/// Jones and Pewsey, Sinh-arcsinh distributions (2009).
/// </remarks>
/// <param name="skewness">Any shape that broadcasts with the value; 0 keeps symmetry.</param>
/// <param name="tail">The same; above 0.</param>
public sealed class SinhArcsinh(Tensor skewness, Tensor tail) : Bijector
{
    private const double LogTwo = 0.69314718055994531;

    public override Shape BatchShape => Shape.Broadcast(skewness.Shape, tail.Shape);

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) =>
        (ScalarFunction<Map>.Apply(default, x, skewness, tail), ScalarFunction<LogSlope>.Apply(default, x, skewness, tail));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) =>
        (ScalarFunction<Back>.Apply(default, y, skewness, tail), ScalarFunction<LogSlopeBack>.Apply(default, y, skewness, tail));

    // log(|x| + √(x² + 1)) as log1p(|x| + x²/(1 + √(x² + 1))), which keeps the digits of a small x.
    private static double Arsinh(double x)
    {
        double size = Math.Abs(x), square = x * x;
        return Math.CopySign(DoubleMath.Log1p(size + square / (1 + Math.Sqrt(1 + square))), x);
    }

    // ½(e + e/(e + 1)) with e = expm1 |u|.
    private static double Sinh(double u)
    {
        var e = DoubleMath.Expm1(Math.Min(Math.Abs(u), 300));
        return Math.CopySign(0.5 * (e + e / (e + 1)), u);
    }

    private static double LogCosh(double u) => Math.Abs(u) + DoubleMath.Log1p(DoubleMath.Exp(-2 * Math.Abs(u))) - LogTwo;

    private static double Cosh(double u) => Math.Sqrt(1 + Sinh(u) * Sinh(u));

    /// <summary>sinh u with u = t(arsinh x + s).</summary>
    private readonly struct Map : IScalarFunction
    {
        public string Name => nameof(SinhArcsinh);

        public double Value(ReadOnlySpan<double> x) => Sinh(x[2] * (Arsinh(x[0]) + x[1]));

        // cosh u · t/√(1 + x²), cosh u · t, cosh u · (arsinh x + s).
        public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
        {
            double sum = Arsinh(x[0]) + x[1], cosh = Cosh(x[2] * sum);
            slopes[0] = cosh * x[2] / Math.Sqrt(1 + x[0] * x[0]);
            slopes[1] = cosh * x[2];
            slopes[2] = cosh * sum;
        }
    }

    /// <summary>log t + log cosh u − ½ log(1 + x²).</summary>
    private readonly struct LogSlope : IScalarFunction
    {
        public string Name => "LogSlopeOfSinhArcsinh";

        public double Value(ReadOnlySpan<double> x) =>
            DoubleMath.Log(x[2]) + LogCosh(x[2] * (Arsinh(x[0]) + x[1])) - 0.5 * DoubleMath.Log1p(x[0] * x[0]);

        public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
        {
            double sum = Arsinh(x[0]) + x[1], tanh = DoubleMath.Tanh(x[2] * sum), square = 1 + x[0] * x[0];
            slopes[0] = tanh * x[2] / Math.Sqrt(square) - x[0] / square;
            slopes[1] = tanh * x[2];
            slopes[2] = 1 / x[2] + tanh * sum;
        }
    }

    /// <summary>sinh w with w = arsinh(y)/t − s.</summary>
    private readonly struct Back : IScalarFunction
    {
        public string Name => "InverseSinhArcsinh";

        public double Value(ReadOnlySpan<double> y) => Sinh(Arsinh(y[0]) / y[2] - y[1]);

        public void Slopes(ReadOnlySpan<double> y, Span<double> slopes)
        {
            double quotient = Arsinh(y[0]) / y[2], cosh = Cosh(quotient - y[1]);
            slopes[0] = cosh / (y[2] * Math.Sqrt(1 + y[0] * y[0]));
            slopes[1] = -cosh;
            slopes[2] = -cosh * quotient / y[2];
        }
    }

    /// <summary>log cosh w − log t − ½ log(1 + y²).</summary>
    private readonly struct LogSlopeBack : IScalarFunction
    {
        public string Name => "LogSlopeOfInverseSinhArcsinh";

        public double Value(ReadOnlySpan<double> y) =>
            LogCosh(Arsinh(y[0]) / y[2] - y[1]) - DoubleMath.Log(y[2]) - 0.5 * DoubleMath.Log1p(y[0] * y[0]);

        public void Slopes(ReadOnlySpan<double> y, Span<double> slopes)
        {
            double quotient = Arsinh(y[0]) / y[2], tanh = DoubleMath.Tanh(quotient - y[1]), square = 1 + y[0] * y[0];
            slopes[0] = tanh / (y[2] * Math.Sqrt(square)) - y[0] / square;
            slopes[1] = -tanh;
            slopes[2] = (-1 - tanh * quotient) / y[2];
        }
    }
}
