using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Student's t over vectors with ν degrees of freedom: log p(x) = log Γ(½(ν + n)) − log Γ(½ν) − ½ n log πν − ∑ᵢ log Lᵢᵢ − ½(ν + n) log(1 + ‖L⁻¹(x − μ)‖²/ν).
/// </summary>
/// <remarks>Draws are μ + L·ε·√(ν/2Y) for standard normal ε and Y from Gamma(½ν, 1), whose gradient is that of <see cref="Gamma"/>. What lies beyond the largest float is that float.</remarks>
public sealed class MultivariateStudentT : Distribution
{
    private readonly MultivariateNormalTriL normal;

    /// <param name="degreesOfFreedom">ν &gt; 0, […batch].</param>
    /// <param name="loc">μ, […batch, n].</param>
    /// <param name="scaleTriL">L, […batch, n, n], its diagonal positive; what stands above the diagonal is not read. Batches broadcast.</param>
    public MultivariateStudentT(Tensor degreesOfFreedom, Tensor loc, Tensor scaleTriL)
    {
        RequirePositive(degreesOfFreedom, "the degrees of freedom");
        var given = new MultivariateNormalTriL(loc, scaleTriL);
        BatchShape = Shape.Broadcast(given.BatchShape, degreesOfFreedom.Shape);
        DegreesOfFreedom = degreesOfFreedom.BroadcastTo(BatchShape, given.Loc.Tape);
        normal = new MultivariateNormalTriL(given.Loc.BroadcastTo(BatchShape.Concat(given.EventShape), degreesOfFreedom.Tape), scaleTriL);
    }

    /// <summary>ν.</summary>
    public Tensor DegreesOfFreedom { get; }

    /// <summary>μ.</summary>
    public Tensor Loc => normal.Loc;

    /// <summary>L, zeros above its diagonal.</summary>
    public Tensor ScaleTriL => normal.ScaleTriL;

    public override Shape BatchShape { get; }

    public override Shape EventShape => normal.EventShape;

    public override bool IsReparameterized => true;

    /// <summary>μ where ν &gt; 1; NaN elsewhere, where there is none.</summary>
    public override Tensor Mean => DegreesOfFreedom.IsBetween(1, float.PositiveInfinity, inclusive: false).ForEvents(1).Where(Loc, float.NaN);

    /// <summary>The diagonal of L·Lᵀ·ν/(ν − 2) where ν &gt; 2, +∞ where 1 &lt; ν ≤ 2, NaN elsewhere.</summary>
    public override Tensor Variance
    {
        get
        {
            var nu = DegreesOfFreedom.ForEvents(1);
            var beyond = nu.IsBetween(1, float.PositiveInfinity, inclusive: false).Where(float.PositiveInfinity, float.NaN);
            return nu.IsBetween(2, float.PositiveInfinity, inclusive: false).Where(normal.Variance * (nu / (nu - 2)), beyond);
        }
    }

    public override Tensor Mode => Loc;

    /// <summary>½(ν + n)(ψ(½(ν + n)) − ψ(½ν)) + log Γ(½ν) − log Γ(½(ν + n)) + ½ n log πν + ∑ᵢ log Lᵢᵢ.</summary>
    public override Tensor Entropy => ScalarFunction<MultivariateStudentTEntropy>.Apply(new(EventShape[0]), DegreesOfFreedom) + normal.LogDeterminant;

    protected override Tensor LogProbInside(Tensor value) =>
        ScalarFunction<MultivariateStudentTScore>.Apply(new(EventShape[0]), normal.SquaredDistance(value), DegreesOfFreedom) - normal.LogDeterminant;

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        const float LargestExponent = 88;
        var half = DegreesOfFreedom * 0.5f;
        var logGamma = new LogGamma(new Gamma(half, 1f)).Sample(rng, sampleShape);
        var factor = ((half.Log() - logGamma) * 0.5f).Minimum(LargestExponent).Exp();
        return (Loc + (normal.Sample(rng, sampleShape) - Loc) * factor.ForEvents(1)).Clamp(float.MinValue, float.MaxValue);
    }
}

/// <summary>
/// The score in n dimensions from the squared distance q and ν: log Γ(h + ½n) − log Γ(h) − ½n log 2πh − (h + ½n) log(1 + q/ν) with h = ½ν.
/// </summary>
internal readonly struct MultivariateStudentTScore(int n) : IScalarFunction
{
    public string Name => nameof(MultivariateStudentTScore);

    public double Value(ReadOnlySpan<double> x)
    {
        double half = 0.5 * x[1], m = 0.5 * n;
        return DoubleMath.LgammaDifference(half, m) - m * DoubleMath.Log(half) - n * DoubleMath.HalfLogTwoPi - (half + m) * DoubleMath.Log1p(x[0] / x[1]);
    }

    // −½(ν + n)/(ν + q), ½(ψ(h + ½n) − ψ(h) − n/ν − log(1 + q/ν) + (ν + n)(q/ν)/(ν + q)).
    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double q = x[0], nu = x[1], ratio = (nu + n) / (nu + q);
        slopes[0] = -0.5 * ratio;
        slopes[1] = 0.5 * (DoubleMath.DigammaDifference(0.5 * nu, 0.5 * n) - n / nu - DoubleMath.Log1p(q / nu) + q / nu * ratio);
    }
}

/// <summary>The entropy in n dimensions without log |L|; its slope is ½(h + ½n)(f(h + ½n) − f(h)) with h = ½ν and f(x) = ψ′(x) − 1/x.</summary>
internal readonly struct MultivariateStudentTEntropy(int n) : IScalarFunction
{
    public string Name => nameof(MultivariateStudentTEntropy);

    public double Value(ReadOnlySpan<double> x)
    {
        double half = 0.5 * x[0], m = 0.5 * n;
        return (half + m) * DoubleMath.DigammaDifference(half, m) - DoubleMath.LgammaDifference(half, m) + m * DoubleMath.Log(half) + n * DoubleMath.HalfLogTwoPi;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double half = 0.5 * x[0], sum = half + 0.5 * n;
        slopes[0] = 0.5 * sum * (DoubleMath.TrigammaMinusReciprocal(sum) - DoubleMath.TrigammaMinusReciprocal(half));
    }
}
