namespace Ansatz.Studies.Flows;

/// <summary>
/// Five bent arms. A point u ~ N((2, 0), diag(0.6², 0.15²)) is rotated by k/5 of a full turn for arm k, plus 0.25·‖u‖ radians.
/// </summary>
/// <remarks>A rotation that depends on the radius alone preserves areas. So p(x) is the mean over the arms of the density of u at x rotated back.</remarks>
internal sealed class Pinwheel : FlowToy
{
    private const double Center = 2, Along = 0.6, Across = 0.15, Bend = 0.25;

    public override string Name => "pinwheel";

    public override double LogDensity(double x1, double x2)
    {
        Span<double> terms = stackalloc double[5];
        for (var arm = 0; arm < 5; arm++)
        {
            var (u1, u2) = Turned(x1, x2, arm, -1);
            double z1 = (u1 - Center) / Along, z2 = u2 / Across;
            terms[arm] = -0.5 * (z1 * z1 + z2 * z2);
        }
        return DoubleMath.LogMeanExp(terms) - DoubleMath.Log(Along * Across) - 2 * DoubleMath.HalfLogTwoPi;
    }

    public override (double X1, double X2) Draw(Rng rng)
    {
        var arm = rng.NextInt(5);
        return Turned(Center + Along * rng.NextNormal(), Across * rng.NextNormal(), arm, 1);
    }

    private static (double X1, double X2) Turned(double u1, double u2, int arm, int direction)
    {
        var angle = direction * (2 * Math.PI * arm / 5 + Bend * Math.Sqrt(u1 * u1 + u2 * u2));
        double sine = DoubleMath.Sin(angle), cosine = DoubleMath.Cos(angle);
        return (u1 * cosine - u2 * sine, u1 * sine + u2 * cosine);
    }
}
