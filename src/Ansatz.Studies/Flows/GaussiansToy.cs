namespace Ansatz.Studies.Flows;

/// <summary>Equal shares of normals with one standard deviation at given centres.</summary>
internal sealed class GaussiansToy(string name, double deviation, (double X1, double X2)[] centers) : FlowToy
{
    public override string Name => name;

    public override double LogDensity(double x1, double x2)
    {
        var terms = new double[centers.Length];
        for (var k = 0; k < terms.Length; k++)
        {
            double d1 = (x1 - centers[k].X1) / deviation, d2 = (x2 - centers[k].X2) / deviation;
            terms[k] = -0.5 * (d1 * d1 + d2 * d2);
        }
        return DoubleMath.LogMeanExp(terms) - 2 * DoubleMath.Log(deviation) - 2 * DoubleMath.HalfLogTwoPi;
    }

    public override (double X1, double X2) Draw(Rng rng)
    {
        var (x1, x2) = centers[rng.NextInt(centers.Length)];
        return (x1 + deviation * rng.NextNormal(), x2 + deviation * rng.NextNormal());
    }

    /// <summary>Sine and cosine of 2π·turns.</summary>
    public static (double Sine, double Cosine) Turn(double turns) => (DoubleMath.Sin(2 * Math.PI * turns), DoubleMath.Cos(2 * Math.PI * turns));
}
