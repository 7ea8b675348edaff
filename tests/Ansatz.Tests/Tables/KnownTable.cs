using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tables;

/// <summary>
/// A table of known density: a Gaussian copula of four columns, log-normal, exponential, Student with two degrees of freedom, and Weibull. Each column is xⱼ = gⱼ(zⱼ) of a correlated normal z, so
/// log p(x) = log N(z; 0, C) + ∑ⱼ (log fⱼ(xⱼ) − log φ(zⱼ)).
/// </summary>
internal static class KnownTable
{
    public const int Columns = 4;

    private static readonly double[] factor = Factor([1, 0.7, 0.4, -0.3, 0.7, 1, 0.5, 0, 0.4, 0.5, 1, 0.2, -0.3, 0, 0.2, 1]);

    public static readonly string[] Names = ["income", "wait", "change", "life"];

    /// <summary>[count, 4].</summary>
    public static double[] Draw(Rng rng, int count)
    {
        var values = new double[count * Columns];
        var noise = new float[Columns];
        for (var i = 0; i < count; i++)
        {
            rng.Fork(i).Normal(noise);
            for (var a = 0; a < Columns; a++)
            {
                var z = 0.0;
                for (var b = 0; b <= a; b++) z += factor[a * Columns + b] * noise[b];
                values[i * Columns + a] = Quantile(a, z);
            }
        }
        return values;
    }

    /// <summary>The exact log-density of a row.</summary>
    public static double LogDensity(ReadOnlySpan<double> row)
    {
        double[] z = new double[Columns], y = new double[Columns];
        var sum = 0.0;
        for (var a = 0; a < Columns; a++)
        {
            (z[a], var density) = At(a, row[a]);
            sum += density - LogPhi(z[a]);
            var rest = z[a];
            for (var b = 0; b < a; b++) rest -= factor[a * Columns + b] * y[b];
            y[a] = rest / factor[a * Columns + a];
            sum += LogPhi(y[a]) - Math.Log(factor[a * Columns + a]);
        }
        return sum;
    }

    public static string Csv(double[] values) => string.Join(',', Names) + "\n" + string.Concat(values.Chunk(Columns).Select(r => string.Join(',', r.Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture))) + "\n"));

    private static double Quantile(int column, double z)
    {
        double below = DoubleMath.NormalCdf(z), above = DoubleMath.NormalCdf(-z);
        return column switch
        {
            0 => Math.Exp(1 + 0.8 * z),
            1 => -Math.Log(above) / 2,
            2 => 3 * (below - above) / Math.Sqrt(2 * below * above),
            _ => 10 * Math.Pow(-Math.Log(above), 1 / 1.5),
        };
    }

    // z and log f(x).
    private static (double Z, double LogDensity) At(int column, double x)
    {
        switch (column)
        {
            case 0:
                var z = (Math.Log(x) - 1) / 0.8;
                return (z, LogPhi(z) - Math.Log(0.8 * x));
            case 1:
                return (-DoubleMath.NormalQuantile(Math.Exp(-2 * x)), Math.Log(2) - 2 * x);
            case 2:
                double t = x / 3, root = Math.Sqrt(t * t + 2);
                return (Math.CopySign(-DoubleMath.NormalQuantile(1 / (root * (root + Math.Abs(t)))), t), -1.5 * Math.Log(t * t + 2) - Math.Log(3));
            default:
                var hazard = Math.Pow(x / 10, 1.5);
                return (-DoubleMath.NormalQuantile(Math.Exp(-hazard)), Math.Log(0.15) + 0.5 * Math.Log(x / 10) - hazard);
        }
    }

    private static double LogPhi(double z) => -0.5 * z * z - 0.91893853320467274178;

    private static double[] Factor(double[] covariance)
    {
        Assert.True(SmallMatrix.Cholesky(Columns, covariance) < 0);
        return covariance;
    }
}
