using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The multivariate gamma function: log Γₙ(a) = ¼n(n − 1) log π + ∑ᵢ log Γ(a − ½i), i = 0, …, n − 1, and its derivative ∑ᵢ ψ(a − ½i).</summary>
internal static class MultivariateGamma
{
    private const double LogPi = 1.1447298858494002;

    public static double Log(double a, int n)
    {
        var sum = 0.25 * n * (n - 1) * LogPi;
        for (var i = 0; i < n; i++) sum += DoubleMath.Lgamma(a - 0.5 * i);
        return sum;
    }

    public static double Digamma(double a, int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++) sum += DoubleMath.Digamma(a - 0.5 * i);
        return sum;
    }

    public static double Trigamma(double a, int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++) sum += DoubleMath.TrigammaMinusReciprocal(a - 0.5 * i) + 1 / (a - 0.5 * i);
        return sum;
    }
}

/// <summary>The score from ½ log |X|, tr V⁻¹X, ν and log |L|.</summary>
internal readonly struct WishartScore(int n) : IScalarFunction
{
    private const double LogTwo = 0.69314718055994531;

    public string Name => nameof(WishartScore);

    public double Value(ReadOnlySpan<double> x)
    {
        var nu = x[2];
        return (nu - n - 1) * x[0] - 0.5 * x[1] - 0.5 * nu * n * LogTwo - nu * x[3] - MultivariateGamma.Log(0.5 * nu, n);
    }

    // ν − n − 1, −½, ½ log |X| − ½n log 2 − log |L| − ½ψₙ(½ν), −ν.
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = x[2] - n - 1;
        slopes[1] = -0.5;
        slopes[2] = x[0] - 0.5 * n * LogTwo - x[3] - 0.5 * MultivariateGamma.Digamma(0.5 * x[2], n);
        slopes[3] = -x[2];
    }
}

/// <summary>The entropy without (n + 1) log |L|; its slope is ½n − ¼(ν − n − 1)ψₙ′(½ν).</summary>
internal readonly struct WishartEntropy(int n) : IScalarFunction
{
    private const double LogTwo = 0.69314718055994531;

    public string Name => nameof(WishartEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        var nu = x[0];
        return 0.5 * n * (n + 1) * LogTwo + MultivariateGamma.Log(0.5 * nu, n) - 0.5 * (nu - n - 1) * MultivariateGamma.Digamma(0.5 * nu, n) + 0.5 * nu * n;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = 0.5 * n - 0.25 * (x[0] - n - 1) * MultivariateGamma.Trigamma(0.5 * x[0], n);
}

/// <summary>What KL between Wisharts takes from ν and m, those of p and q: log Γₙ(½m) − log Γₙ(½ν) + ½(ν − m)ψₙ(½ν).</summary>
internal readonly struct WishartDivergence(int n) : IScalarFunction
{
    public string Name => nameof(WishartDivergence);

    public double Value(ReadOnlySpan<double> x) =>
        MultivariateGamma.Log(0.5 * x[1], n) - MultivariateGamma.Log(0.5 * x[0], n) + 0.5 * (x[0] - x[1]) * MultivariateGamma.Digamma(0.5 * x[0], n);

    // ¼(ν − m)ψₙ′(½ν), ½(ψₙ(½m) − ψₙ(½ν)).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes[0] = 0.25 * (x[0] - x[1]) * MultivariateGamma.Trigamma(0.5 * x[0], n);
        slopes[1] = 0.5 * (MultivariateGamma.Digamma(0.5 * x[1], n) - MultivariateGamma.Digamma(0.5 * x[0], n));
    }
}
