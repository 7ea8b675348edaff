namespace Ansatz.Studies.Flows;

/// <summary>Three rings: a uniform angle, and a radius that is normal around 1, 2 or 3 with σ = 0.08, each with a share that is its radius' share of 6.</summary>
/// <remarks>p(x) = ∑ₖ (rₖ/6)·N(r; rₖ, σ²)/(2πr). A negative radius is 12.5 σ away and has no probability in double.</remarks>
internal sealed class Rings : FlowToy
{
    private const double Deviation = 0.08;

    public override string Name => "rings";

    public override double LogDensity(double x1, double x2)
    {
        var r = Math.Sqrt(x1 * x1 + x2 * x2);
        Span<double> terms = stackalloc double[3];
        for (var k = 0; k < 3; k++)
        {
            var z = (r - (k + 1)) / Deviation;
            terms[k] = DoubleMath.Log((k + 1) / 6.0) - 0.5 * z * z;
        }
        return DoubleMath.LogSumExp(terms) - DoubleMath.Log(Deviation) - 3 * DoubleMath.HalfLogTwoPi - DoubleMath.Log(r);
    }

    public override (double X1, double X2) Draw(Rng rng)
    {
        var ring = rng.NextInt(6) switch { 0 => 1, 1 or 2 => 2, _ => 3 };
        var r = ring + Deviation * rng.NextNormal();
        var (sine, cosine) = GaussiansToy.Turn(rng.NextUniform());
        return (r * cosine, r * sine);
    }
}
