using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The mass of the standard normal distribution on [α, β] and the first moments there, relative to c, the point of the interval that is next to 0: the mass is
/// e^{−½c²}·G, and G neither underflows nor cancels.
/// </summary>
/// <remarks>
/// On [c, c + w] with c ≥ 0, G = ∫₀ʷ e^{−t(c + ½t)}dt/√2π. It is T(c) − T(c + w)e^{−w(c + ½w)} with the scaled tail T(c) = e^{½c²}Φ(−c), and in a narrow interval, where
/// that would cancel, an integral of <see cref="TailIntegral"/>. An interval around 0 is the sum of two, with c = 0.
/// </remarks>
internal readonly ref struct NormalInterval
{
    private const double InverseSqrtTwoPi = 0.39894228040143268, NarrowBelow = 0.5;

    private readonly double low, high, width;

    /// <param name="low">α.</param>
    /// <param name="high">β.</param>
    /// <param name="width">β − α, which may have more digits than the difference of the two.</param>
    public NormalInterval(double low, double high, double width)
    {
        (this.low, this.high, this.width) = (low, high, width);
        Centre = low > 0 ? low : high < 0 ? high : 0;
        LogMass = DoubleMath.Log(low <= 0 && high >= 0 ? SideMass(0, high) + SideMass(0, -low) : SideMass(Math.Abs(Centre), width));
    }

    /// <summary>c.</summary>
    public double Centre { get; }

    /// <summary>log G.</summary>
    public double LogMass { get; }

    /// <summary>log of this interval's mass over that of another one, given c minus the other's c, which may have more digits than the two.</summary>
    public double LogShareOf(NormalInterval whole, double shift) => Math.Min(0, LogMass - whole.LogMass - 0.5 * shift * (Centre + whole.Centre));

    /// <summary>The density at t, φ(t)/(Φ(β) − Φ(α)); 0 at ±∞.</summary>
    public double DensityAt(double t) =>
        double.IsInfinity(t) ? 0 : InverseSqrtTwoPi * DoubleMath.Exp(-0.5 * (t - Centre) * (t + Centre) - LogMass);

    /// <summary>E[z − c], Var z and E[z² − c²].</summary>
    public (double Offset, double Variance, double SquareExcess) Moments()
    {
        Span<double> right = stackalloc double[2], left = stackalloc double[2];
        var c = Math.Abs(Centre);
        double mass, first, second;
        if (low <= 0 && high >= 0)
        {
            mass = TailIntegral.Ratio(new Offset(0), 0, 1, high, right) + TailIntegral.Ratio(new Offset(0), 0, 1, -low, left);
            (first, second) = (right[0] - left[0], right[1] + left[1]);
        }
        else
        {
            mass = TailIntegral.Ratio(new Offset(c), 0, 1, width, right);
            (first, second) = (low > 0 ? right[0] : -right[0], right[1]);
        }
        (first, second) = (first / mass, second / mass);
        return (first, second - first * first, second + 2 * c * Math.Abs(first));
    }

    // ∫₀ʷ e^{−t(c + ½t)}dt/√2π.
    private static double SideMass(double c, double width)
    {
        if (width * (c + width + 1) < NarrowBelow) return InverseSqrtTwoPi * TailIntegral.Ratio(new Offset(c), 0, 1, width, []);
        var end = c + width;
        return DoubleMath.ScaledNormalTail(c) - (double.IsInfinity(end) ? 0 : DoubleMath.ScaledNormalTail(end) * DoubleMath.Exp(-width * (c + 0.5 * width)));
    }

    private readonly struct Offset(double c) : ILogDensity
    {
        public double At(double u) => -u * (c + 0.5 * u);

        // Not scores, but t and t², whose means are the moments.
        public void Scores(double u, Span<double> scores) => (scores[0], scores[1]) = (u, u * u);
    }
}
