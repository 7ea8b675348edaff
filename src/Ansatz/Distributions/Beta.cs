using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Beta with concentrations α and β: log p(x) = (α − 1) log x + (β − 1) log(1 − x) − log B(α, β) for 0 &lt; x &lt; 1. Events are numbers.</summary>
/// <remarks>
/// Draws are σ(z) for a draw z of the logit, see <see cref="LogitBeta"/>. They lie between the smallest positive float and 1 − 2⁻²⁴, and their gradient is that
/// of the quantile, <see cref="BetaTail.Path"/>. Figurnov, Mohamed and Mnih, Implicit reparameterization gradients (2018).
/// </remarks>
public sealed class Beta : Distribution
{
    private static readonly Support OpenInterval = Support.Interval(0, 1, inclusive: false);

    /// <param name="concentration1">α &gt; 0; a larger α moves mass towards 1, […batch].</param>
    /// <param name="concentration0">β &gt; 0; a larger β moves mass towards 0, […batch]; the two broadcast.</param>
    public Beta(Tensor concentration1, Tensor concentration0)
    {
        concentration1.RequirePositive(nameof(Beta), "concentration1");
        concentration0.RequirePositive(nameof(Beta), "concentration0");
        (Concentration1, Concentration0) = ParameterChecks.Broadcast(concentration1, concentration0, nameof(Beta), "the concentrations");
    }

    /// <summary>α.</summary>
    public Tensor Concentration1 { get; }

    /// <summary>β.</summary>
    public Tensor Concentration0 { get; }

    public override Shape BatchShape => Concentration1.Shape;

    public override Shape EventShape => [];

    public override Support Support => OpenInterval;

    public override bool IsReparameterized => true;

    /// <summary>α/(α + β).</summary>
    public override Tensor Mean => ScalarFunction<BetaMean>.Apply(default, Concentration1, Concentration0);

    /// <summary>αβ/((α + β)²(α + β + 1)).</summary>
    public override Tensor Variance => ScalarFunction<BetaVariance>.Apply(default, Concentration1, Concentration0);

    /// <summary>(α − 1)/(α + β − 2) where α and β are above 1; NaN elsewhere, since the density rises to a bound, which is not in the support.</summary>
    public override Tensor Mode => ScalarFunction<BetaMode>.Apply(default, Concentration1, Concentration0);

    /// <summary>log B(α, β) − (α − 1)ψ(α) − (β − 1)ψ(β) + (α + β − 2)ψ(α + β).</summary>
    public override Tensor Entropy => ScalarFunction<BetaEntropy>.Apply(default, Concentration1, Concentration0);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new BetaScore(), Concentration1, Concentration0);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<BetaScore>.Apply(default, value, Concentration1, Concentration0);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Functions!.Reparameterize(Share(new LogitBeta(this).Sample(rng, sampleShape).StopGradient()));

    /// <summary>log p is that of σ(z) before rounding, which keeps the distance of a draw to 0 and 1: log p(x) = log p(z) − log σ(z) − log σ(−z).</summary>
    public override (Tensor Value, Tensor LogProb) SampleAndLogProb(Rng rng, Shape sampleShape = default)
    {
        var (z, logProb) = new LogitBeta(this).SampleAndLogProb(rng, sampleShape);
        return (Functions!.Reparameterize(Share(z.StopGradient())), logProb - (z.LogSigmoid() + (-z).LogSigmoid()));
    }

    internal override (Distribution Base, Bijector Map)? Image => (new LogitBeta(this), new Bijectors.Sigmoid());

    /// <summary>σ(z), rounded up to a float in (0, 1).</summary>
    private static Tensor Share(Tensor z)
    {
        var x = Tensor.Allocate(z.Shape, z.Tape);
        for (var i = 0; i < x.Length; i++)
            x.Span[i] = UpwardRounding.ToFloat(1 / (1 + DoubleMath.Exp(-z.Span[i])), float.Epsilon, 1 - 5.9604645e-8f);
        return x;
    }
}
