namespace Ansatz.Studies.Flows;

/// <summary>The flow of the contour study with a = 3 and θ = 1: tanh of a bent and rotated normal. All points lie within (−1, 1)².</summary>
/// <remarks>The formulas of the study in double: z ~ N(0, 0.3²I), u = (z₁, (z₂ − 2)/2 + a·z₁²), x = tanh(R(θ)u), R a rotation.</remarks>
internal sealed class ContourToy : FlowToy
{
    private const double Deviation = 0.3, Curvature = 3, Angle = 1;

    public override string Name => "contours";

    public override double LogDensity(double x1, double x2)
    {
        if (Math.Abs(x1) >= 1 || Math.Abs(x2) >= 1) return double.NegativeInfinity;
        double v1 = DoubleMath.Atanh(x1), v2 = DoubleMath.Atanh(x2), sine = DoubleMath.Sin(Angle), cosine = DoubleMath.Cos(Angle);
        double u1 = v1 * cosine + v2 * sine, u2 = v2 * cosine - v1 * sine;
        double z1 = u1, z2 = 2 * (u2 - Curvature * u1 * u1) + 2;
        // The scale of ½ adds log 2, and each tanh −log(1 − x²).
        return -0.5 * (z1 * z1 + z2 * z2) / (Deviation * Deviation) - 2 * DoubleMath.Log(Deviation) - 2 * DoubleMath.HalfLogTwoPi + DoubleMath.Log(2)
            - DoubleMath.Log1p(-x1 * x1) - DoubleMath.Log1p(-x2 * x2);
    }

    public override (double X1, double X2) Draw(Rng rng)
    {
        while (true)
        {
            double z1 = Deviation * rng.NextNormal(), z2 = Deviation * rng.NextNormal();
            double u1 = z1, u2 = 0.5 * (z2 - 2) + Curvature * z1 * z1, sine = DoubleMath.Sin(Angle), cosine = DoubleMath.Cos(Angle);
            double x1 = DoubleMath.Tanh(u1 * cosine - u2 * sine), x2 = DoubleMath.Tanh(u1 * sine + u2 * cosine);
            // tanh may round to 1 in float, where the density is 0; such a point is drawn again.
            if (Math.Abs((float)x1) < 1 && Math.Abs((float)x2) < 1) return (x1, x2);
        }
    }
}
