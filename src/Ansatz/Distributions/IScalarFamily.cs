using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// A family of distributions of one number, in double. Every function gets the value x and then the parameters θ. As an <see cref="IScalarFunction"/>
/// it is log p(x; θ).
/// </summary>
internal interface IScalarFamily : IScalarFunction
{
    /// <summary>Whether the values are isolated points. Then the slope by x is 0 everywhere.</summary>
    bool IsDiscrete { get; }

    /// <summary>The least and the greatest value: the distribution function is 0 below the first and 1 from the second on.</summary>
    (double Low, double High) Range(ReadOnlySpan<double> x);

    /// <summary>The greatest point of the support that is at most x; x itself if the family is continuous.</summary>
    double PointBelow(ReadOnlySpan<double> x);

    /// <summary>log P(X ≤ x) for Low ≤ x &lt; High.</summary>
    double LogCdf(ReadOnlySpan<double> x);

    /// <summary>log P(X &gt; x) for Low ≤ x &lt; High.</summary>
    double LogSurvival(ReadOnlySpan<double> x);

    /// <summary>The least x with P(X ≤ x) ≥ p, for 0 &lt; p &lt; 1 in place of x.</summary>
    double Quantile(ReadOnlySpan<double> x);

    /// <summary>vᵢ = ∂x/∂θᵢ where x moves with θ so that P(X ≤ x) stays, which is −(∂P/∂θᵢ)/p(x). slopes[0] is not written.</summary>
    /// <remarks>For a discrete family it is defined by the same quotient, with the probability of x. Figurnov, Mohamed and Mnih, Implicit reparameterization gradients (2018), equation 5.</remarks>
    void PathSlopes(ReadOnlySpan<double> x, Span<double> slopes);
}
