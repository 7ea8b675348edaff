using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>log Z of <see cref="LkjCholesky"/> and its parts; bᵢ = η + ½(n − 1 − i).</summary>
internal readonly struct LkjRows(int n, double eta)
{
    private const double LogPi = 1.1447298858494002;

    public double B(int i) => eta + 0.5 * (n - 1 - i);

    /// <summary>∑ᵢ (½i log π − (log Γ(bᵢ + ½i) − log Γ(bᵢ))).</summary>
    public double LogNormalizer
    {
        get
        {
            var sum = 0.0;
            for (var i = 1; i < n; i++) sum += 0.5 * i * LogPi - DoubleMath.LgammaDifference(B(i), 0.5 * i);
            return sum;
        }
    }

    /// <summary>∑ᵢ (c + s·i)(ψ(bᵢ + ½i) − ψ(bᵢ)), of which −½ is E[∑ᵢ (c + s·i) log Lᵢᵢ].</summary>
    public double Digammas(double c, double s)
    {
        var sum = 0.0;
        for (var i = 1; i < n; i++) sum += (c + s * i) * DoubleMath.DigammaDifference(B(i), 0.5 * i);
        return sum;
    }

    /// <summary>∑ᵢ (c + s·i)(ψ′(bᵢ + ½i) − ψ′(bᵢ)).</summary>
    public double Trigammas(double c, double s)
    {
        var sum = 0.0;
        for (var i = 1; i < n; i++) sum += (c + s * i) * (Trigamma(B(i) + 0.5 * i) - Trigamma(B(i)));
        return sum;
    }

    private static double Trigamma(double x) => DoubleMath.TrigammaMinusReciprocal(x) + 1 / x;
}

/// <summary>The score from ∑ᵢ (n − 1 − i) log Lᵢᵢ, ∑ᵢ log Lᵢᵢ and η: the first + 2(η − 1)·the second − log Z.</summary>
internal readonly struct LkjScore(int n) : IScalarFunction
{
    public string Name => nameof(LkjScore);

    public double Value(ReadOnlySpan<double> x) => x[0] + 2 * (x[2] - 1) * x[1] - new LkjRows(n, x[2]).LogNormalizer;

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) =>
        (slopes[0], slopes[1], slopes[2]) = (1, 2 * (x[2] - 1), 2 * x[1] + new LkjRows(n, x[2]).Digammas(1, 0));
}

/// <summary>log Z + ½∑ᵢ (n − 3 + 2η − i)(ψ(bᵢ + ½i) − ψ(bᵢ)).</summary>
internal readonly struct LkjEntropy(int n) : IScalarFunction
{
    public string Name => nameof(LkjEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        var rows = new LkjRows(n, x[0]);
        return rows.LogNormalizer + 0.5 * rows.Digammas(n - 3 + 2 * x[0], -1);
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = 0.5 * new LkjRows(n, x[0]).Trigammas(n - 3 + 2 * x[0], -1);
}

/// <summary>KL(η ‖ ζ) = log Z(ζ) − log Z(η) − (η − ζ)∑ᵢ (ψ(bᵢ + ½i) − ψ(bᵢ)) with bᵢ of η.</summary>
internal readonly struct LkjDivergence(int n) : IScalarFunction
{
    public string Name => nameof(LkjDivergence);

    public double Value(ReadOnlySpan<double> x)
    {
        var (p, q) = (new LkjRows(n, x[0]), new LkjRows(n, x[1]));
        return Math.Max(0, q.LogNormalizer - p.LogNormalizer - (x[0] - x[1]) * p.Digammas(1, 0));
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var (p, q) = (new LkjRows(n, x[0]), new LkjRows(n, x[1]));
        slopes[0] = -(x[0] - x[1]) * p.Trigammas(1, 0);
        slopes[1] = p.Digammas(1, 0) - q.Digammas(1, 0);
    }
}

/// <summary>E[Lᵢᵢ] = e^d with d = (log Γ(b + ½) − log Γ(b)) − (log Γ(t + ½) − log Γ(t)), t = b + ½i.</summary>
internal readonly struct LkjDiagonalMean(int n, int i) : IScalarFunction
{
    public string Name => nameof(LkjDiagonalMean);

    public double Value(ReadOnlySpan<double> x)
    {
        var b = new LkjRows(n, x[0]).B(i);
        return DoubleMath.Exp(DoubleMath.LgammaDifference(b, 0.5) - DoubleMath.LgammaDifference(b + 0.5 * i, 0.5));
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var b = new LkjRows(n, x[0]).B(i);
        slopes[0] = Value(x) * (DoubleMath.DigammaDifference(b, 0.5) - DoubleMath.DigammaDifference(b + 0.5 * i, 0.5));
    }
}

/// <summary>E[Lᵢᵢ²] − E[Lᵢᵢ]² with E[Lᵢᵢ²] = b/(b + ½i).</summary>
internal readonly struct LkjDiagonalVariance(int n, int i) : IScalarFunction
{
    public string Name => nameof(LkjDiagonalVariance);

    public double Value(ReadOnlySpan<double> x)
    {
        double b = new LkjRows(n, x[0]).B(i), mean = new LkjDiagonalMean(n, i).Value(x);
        return Math.Max(0, b / (b + 0.5 * i) - mean * mean);
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double b = new LkjRows(n, x[0]).B(i), total = b + 0.5 * i, mean = new LkjDiagonalMean(n, i).Value(x);
        new LkjDiagonalMean(n, i).Slopes(x, slopes);
        slopes[0] = 0.5 * i / total / total - 2 * mean * slopes[0];
    }
}
