using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The von Mises family with μ and κ, in double, counted from −π. With d = x − μ on the circle and d₀ that of −π, F is the mass from d₀ to d.</summary>
internal readonly struct VonMisesFamily : IScalarFamily
{
    public string Name => nameof(VonMisesFamily);

    public double Value(ReadOnlySpan<double> x) => x[2] * CircleIntegral.CosMinusOne(Difference(x[0], x[1])) - CircleIntegral.Whole(x[2]).LogNormalizer;

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => throw new NotSupportedException("VonMisesFamily: VonMisesExponent and VonMisesLogNormalizer have the slopes.");

    public bool IsDiscrete => false;

    public (double Low, double High) Range(ReadOnlySpan<double> x) => (-(double)(float)DoubleMath.Pi, (float)DoubleMath.Pi);

    public double PointBelow(ReadOnlySpan<double> x) => x[0];

    public double LogCdf(ReadOnlySpan<double> x) => Log(Below(x), Above(x), x[2]);

    public double LogSurvival(ReadOnlySpan<double> x) => Log(Above(x), Below(x), x[2]);

    public double Quantile(ReadOnlySpan<double> x) => FloatSearch.Quantile(this, x);

    // F moves with μ by p(−π) − p(x), and with κ by the integral of p·(cos t − A), A = I₁/I₀, over the smaller part.
    public void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double d = Angle(Difference(x[0], x[1])), start = Angle(Difference(-DoubleMath.Pi, x[1])), kappa = x[2];
        var exponent = kappa * CircleIntegral.CosMinusOne(d);
        slopes[1] = 1 - DoubleMath.Exp(Math.Min(kappa * CircleIntegral.CosMinusOne(start) - exponent, 700));
        var (below, above) = (Below(x), Above(x));
        var variance = CircleIntegral.Whole(kappa).Variance;
        var change = below.Mass < above.Mass ? below.Moment + variance * below.Mass : -(above.Moment + variance * above.Mass);
        slopes[2] = -change * DoubleMath.Exp(Math.Min(-exponent, 700));
    }

    /// <summary>x − μ for an x in [−π, π], after μ is brought there too, so that a large μ does not absorb x.</summary>
    public static double Difference(double x, double loc) => x - (Math.Abs(loc) <= 4 ? loc : Angle(loc));

    /// <summary>The angle in [−π, π].</summary>
    public static double Angle(double x) => DoubleMath.Atan2(DoubleMath.Sin(x), DoubleMath.Cos(x));

    // log of a/(a + b).
    private static double Log((double Mass, double Moment) part, (double Mass, double Moment) rest, double kappa) =>
        part.Mass < rest.Mass ? Math.Min(0, DoubleMath.Log(part.Mass) - CircleIntegral.Whole(kappa).LogNormalizer) : DoubleMath.Log1p(-rest.Mass / (part.Mass + rest.Mass));

    private static (double Mass, double Moment) Below(ReadOnlySpan<double> x) => FromTo(Angle(Difference(-DoubleMath.Pi, x[1])), Angle(Difference(Math.Max(x[0], -DoubleMath.Pi), x[1])), x[2]);

    private static (double Mass, double Moment) Above(ReadOnlySpan<double> x) => FromTo(Angle(Difference(Math.Max(x[0], -DoubleMath.Pi), x[1])), Angle(Difference(-DoubleMath.Pi, x[1])), x[2]);

    // Counterclockwise from one angle to another, over ±π if the second one is smaller.
    private static (double Mass, double Moment) FromTo(double from, double to, double kappa)
    {
        if (from <= to) return CircleIntegral.Over(from, to, kappa);
        var (first, second) = (CircleIntegral.Over(from, DoubleMath.Pi, kappa), CircleIntegral.Over(-DoubleMath.Pi, to, kappa));
        return (first.Mass + second.Mass, first.Moment + second.Moment);
    }
}

/// <summary>κ(cos d − 1) with d = x − μ; the slopes are −κ sin d, κ sin d and cos d − 1.</summary>
internal readonly struct VonMisesExponent : IScalarFunction
{
    public string Name => nameof(VonMisesExponent);

    public double Value(ReadOnlySpan<double> x) => x[2] * CircleIntegral.CosMinusOne(VonMisesFamily.Difference(x[0], x[1]));

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var d = VonMisesFamily.Difference(x[0], x[1]);
        slopes[0] = -x[2] * DoubleMath.Sin(d);
        slopes[1] = -slopes[0];
        slopes[2] = CircleIntegral.CosMinusOne(d);
    }
}

/// <summary>log 2πI₀(κ)e^{−κ}; its slope is A − 1 with A = I₁(κ)/I₀(κ).</summary>
internal readonly struct VonMisesLogNormalizer : IScalarFunction
{
    public string Name => nameof(VonMisesLogNormalizer);

    public double Value(ReadOnlySpan<double> x) => CircleIntegral.Whole(x[0]).LogNormalizer;

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = -CircleIntegral.Whole(x[0]).Variance;
}

/// <summary>1 − A(κ); its slope is A² + A/κ − 1 = −Var cos(x − μ).</summary>
internal readonly struct VonMisesVariance : IScalarFunction
{
    public string Name => nameof(VonMisesVariance);

    public double Value(ReadOnlySpan<double> x) => CircleIntegral.Whole(x[0]).Variance;

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = -SquareSpread(x[0]);

    /// <summary>Var cos d = 1 − A/κ − A² = v(2 − v) − (1 − v)/κ with v = 1 − A. It cancels for a large κ, where it is 1/2κ² + 1/4κ³ + ….</summary>
    public static double SquareSpread(double kappa)
    {
        var v = CircleIntegral.Whole(kappa).Variance;
        return kappa > 1e3 ? (0.5 + (0.25 + (0.375 + 0.8125 / kappa) / kappa) / kappa) / kappa / kappa : Math.Max(0, v * (2 - v) - (1 - v) / kappa);
    }
}

/// <summary>log 2πI₀(κ) − κA = log 2πI₀(κ)e^{−κ} + κ(1 − A); its slope is −κ·Var cos d.</summary>
internal readonly struct VonMisesEntropy : IScalarFunction
{
    public string Name => nameof(VonMisesEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        var (logNormalizer, variance) = CircleIntegral.Whole(x[0]);
        return logNormalizer + x[0] * variance;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = -x[0] * VonMisesVariance.SquareSpread(x[0]);
}

/// <summary>An angle in [−π, π]; its slope is 1.</summary>
internal readonly struct VonMisesAngle : IScalarFunction
{
    public string Name => nameof(VonMisesAngle);

    public double Value(ReadOnlySpan<double> x) => Math.Abs(x[0]) <= (float)DoubleMath.Pi ? x[0] : VonMisesFamily.Angle(x[0]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = 1;
}

/// <summary>A draw; its slopes are 1 by μ, and by κ that of the quantile of d = x − μ on the circle: −∫ p·(cos t − A)dt/p(d) over the smaller side.</summary>
internal readonly struct VonMisesDraw : IScalarFunction
{
    public string Name => nameof(VonMisesDraw);

    public double Value(ReadOnlySpan<double> x) => x[0];

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var d = VonMisesFamily.Angle(VonMisesFamily.Difference(x[0], x[1]));
        Span<double> moment = stackalloc double[1];
        var mass = TailIntegral.Ratio(new CircleIntegral.Density(x[2]), Math.Abs(d), 1, DoubleMath.Pi - Math.Abs(d), moment);
        slopes[0] = 0;
        slopes[1] = 1;
        slopes[2] = Math.Sign(d) * (moment[0] + CircleIntegral.Whole(x[2]).Variance * mass);
    }
}
