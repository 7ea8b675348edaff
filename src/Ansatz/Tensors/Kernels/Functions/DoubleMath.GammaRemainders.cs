namespace Ansatz.Tensors;

/// <content>
/// Remainders: ln Γ, ψ and ψ′ minus the leading terms of their asymptotic series. The log-densities of Gamma, Beta and Student's t are sums of these remainders
/// and of deviances, so large terms that would cancel are never computed.
/// </content>
internal static partial class DoubleMath
{
    // From this argument on, the asymptotic series are exact to double precision.
    private const double AsymptoticFrom = 10;

    // B₂ₖ, k = 1 …: the series of ψ′.
    private static ReadOnlySpan<double> TrigammaCoefficients =>
    [
        0.16666666666666666, -0.033333333333333333, 0.023809523809523808, -0.033333333333333333, 0.075757575757575757,
        -0.25311355311355312, 1.1666666666666667, -7.0921568627450977,
    ];

    /// <summary>R(x) = ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π) for x &gt; 0, to 4e-14 or 1e-15 relative; 1/12x for large x.</summary>
    /// <remarks>The remainder of Stirling's formula. From 10 on it is a series. Below 10 it is the definition, whose terms are small there.</remarks>
    public static double StirlingRemainder(double x)
    {
        if (x < AsymptoticFrom) return Lgamma(x) - ((x - 0.5) * Log(x) - x + HalfLogTwoPi);
        var inverse = 1 / x;
        return inverse * Horner(inverse * inverse, StirlingCoefficients);
    }

    /// <summary>ln x − ψ(x) for x &gt; 0, to 4e-15 or 1e-15 relative. It is positive: about 1/2x for large x and 1/x for small x.</summary>
    public static double LogMinusDigamma(double x)
    {
        if (x < AsymptoticFrom) return Log(x) - Digamma(x);
        var inverse = 1 / x;
        var square = inverse * inverse;
        return Fma(square, Horner(square, DigammaCoefficients), 0.5 * inverse);
    }

    /// <summary>ψ′(x) − 1/x for x &gt; 0. It is positive: about 1/2x² for large x and 1/x² for small x.</summary>
    /// <remarks>ψ′(x) = ψ′(x + 1) + 1/x² below 10, and from 10 on 1/x + 1/2x² + ∑ₖ B₂ₖ/x²ᵏ⁺¹. Abramowitz and Stegun, Handbook (1964), 6.4.6 and 6.4.12.</remarks>
    public static double TrigammaMinusReciprocal(double x)
    {
        double y = x, sum = 0;
        for (; y < AsymptoticFrom; y += 1) sum += 1 / (y * y);
        var inverse = 1 / y;
        var square = inverse * inverse;
        var beyond = square * Fma(inverse, Horner(square, TrigammaCoefficients), 0.5);
        return y == x ? beyond : sum + beyond + (inverse - 1 / x);
    }

    /// <summary>ψ(a + b) − ψ(a) for a &gt; 0 and b &gt; 0, to 1e-14 relative.</summary>
    /// <remarks>Below 10, the recurrence ψ(x + 1) = ψ(x) + 1/x, whose step k adds b/((a + k)(a + b + k)). From 10 on, a logarithm and two small remainders.</remarks>
    public static double DigammaDifference(double a, double b)
    {
        var steps = 0.0;
        for (; a < AsymptoticFrom; a += 1) steps += b / a / (a + b);
        return steps + LogOfRatio(a + b, a, b) + (LogMinusDigamma(a) - LogMinusDigamma(a + b));
    }

    /// <summary>ln Γ(a + b) − ln Γ(a) for a &gt; 0 and b ≥ 0, accurate also if b is much smaller than a.</summary>
    /// <remarks>b ln(a + b) − ½ ln(1 + b/a) − a(b/a − ln(1 + b/a)) + R(a + b) − R(a), from Stirling's formula.</remarks>
    public static double LgammaDifference(double a, double b)
    {
        var u = b / a;
        return b * Log(a + b) - 0.5 * Log1p(u) - a * MinusLog1p(u) + (StirlingRemainder(a + b) - StirlingRemainder(a));
    }

    /// <summary>ab − cd to 1.5 ulp, also if the products are nearly equal.</summary>
    /// <remarks>Kahan's method: a fused multiply-add gives the rounding error of cd exactly. Jeannerod, Louvet and Muller, Further analysis of Kahan's algorithm (2013).</remarks>
    public static double DifferenceOfProducts(double a, double b, double c, double d)
    {
        var product = c * d;
        return Fma(a, b, -product) + Fma(-c, d, product);
    }

    /// <summary>ln(x/y) for x &gt; 0 and y &gt; 0, given their exact difference x − y. It is accurate also if x and y are nearly equal.</summary>
    public static double LogOfRatio(double x, double y, double difference) =>
        Math.Abs(difference) < 0.5 * y ? Log1p(difference / y) : Log(x) - Log(y);

    /// <summary>
    /// The deviance y ln(y/x) + x − y for x &gt; 0 and y &gt; 0, given their exact difference x − y. It is 0 at x = y and positive elsewhere, and accurate also if
    /// x and y are nearly equal.
    /// </summary>
    /// <remarks>y·(u − ln(1 + u)) with u = (x − y)/y. Loader, Fast and accurate computation of binomial probabilities (2000), section 3.</remarks>
    public static double Deviance(double y, double x, double difference)
    {
        var u = difference / y;
        return Math.Abs(u) < 0.5 ? y * MinusLog1p(u) : difference - y * (Log(x) - Log(y));
    }

    /// <summary>u − ln(1 + u) for u &gt; −1, to about 4 ulp. Near 0 it is about u²/2, and the plain difference would cancel.</summary>
    /// <remarks>With s = u/(2 + u), ln(1 + u) = 2 artanh s = 2s + s³·P(s²) and u − 2s = u·s.</remarks>
    public static double MinusLog1p(double u)
    {
        if (!(u > -0.29 && u < 0.41)) return u - Log1p(u);
        var s = u / (2 + u);
        var z = s * s;
        return s * (u - z * Horner(z, LogCoefficients));
    }
}
