using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Student's t with ν degrees of freedom: log p(x) = log Γ(½(ν + 1)) − log Γ(½ν) − ½ log πν − log s − ½(ν + 1) log(1 + z²/ν), z = (x − μ)/s.
/// Events are numbers.
/// </summary>
/// <remarks>Draws are μ + s·X·√(ν/2Y) for a standard normal X and Y from Gamma(ν/2, 1). What lies beyond the largest float is
/// that float. Their gradient is that of the quantile, <see cref="StudentTTail.Path"/>.</remarks>
public sealed class StudentT : Distribution
{
    /// <param name="degreesOfFreedom">ν &gt; 0, […batch].</param>
    /// <param name="loc">μ, […batch].</param>
    /// <param name="scale">s &gt; 0, […batch]; the three broadcast.</param>
    public StudentT(Tensor degreesOfFreedom, Tensor loc, Tensor scale)
    {
        degreesOfFreedom.RequirePositive(nameof(StudentT), "the degrees of freedom");
        loc.RequireNumbers(nameof(StudentT), "loc");
        scale.RequirePositive(nameof(StudentT), "the scale");
        (loc, scale) = ParameterChecks.Broadcast(loc, scale, nameof(StudentT), "loc and scale");
        (DegreesOfFreedom, Loc) = ParameterChecks.Broadcast(degreesOfFreedom, loc, nameof(StudentT), "the degrees of freedom and loc");
        Scale = scale.BroadcastTo(BatchShape, Loc.Tape);
    }

    /// <summary>ν.</summary>
    public Tensor DegreesOfFreedom { get; }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>s.</summary>
    public Tensor Scale { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    /// <summary>μ where ν &gt; 1; there is none elsewhere, and NaN says so.</summary>
    public override Tensor Mean => DegreesOfFreedom.IsBetween(1, float.PositiveInfinity, inclusive: false).Where(Loc, float.NaN);

    /// <summary>s²ν/(ν − 2) where ν &gt; 2, +∞ where 1 &lt; ν ≤ 2, NaN elsewhere.</summary>
    public override Tensor Variance
    {
        get
        {
            var nu = DegreesOfFreedom;
            var beyond = nu.IsBetween(1, float.PositiveInfinity, inclusive: false).Where(float.PositiveInfinity, float.NaN);
            return nu.IsBetween(2, float.PositiveInfinity, inclusive: false).Where(Scale.Square() * (nu / (nu - 2)), beyond);
        }
    }

    public override Tensor Mode => Loc;

    /// <summary>½(ν + 1)(ψ(½(ν + 1)) − ψ(½ν)) + ½ log ν + log B(½ν, ½) + log s.</summary>
    public override Tensor Entropy => ScalarFunction<StudentTEntropy>.Apply(default, DegreesOfFreedom, Scale);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new StudentTScore(), DegreesOfFreedom, Loc, Scale);

    public override bool IsReparameterized => true;

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<StudentTScore>.Apply(default, value, DegreesOfFreedom, Loc, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) =>
        Functions!.Reparameterize(rng.StudentT(DegreesOfFreedom, Loc, Scale, sampleShape.Concat(BatchShape)));
}
