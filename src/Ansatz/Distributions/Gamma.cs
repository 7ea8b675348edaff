using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Gamma with concentration α and rate β: log p(x) = α log β + (α − 1) log x − βx − log Γ(α) for x &gt; 0. Events are numbers.</summary>
/// <remarks>Draws come by rejection; their gradient is that of the quantile, <see cref="GammaTail.Path"/>. Figurnov, Mohamed and Mnih, Implicit reparameterization gradients (2018). A draw below the smallest positive float, 1.4·10⁻⁴⁵, is that float; none is infinite.</remarks>
public sealed class Gamma : Distribution
{
    /// <param name="concentration">α &gt; 0, […batch].</param>
    /// <param name="rate">β &gt; 0, […batch]; the two broadcast.</param>
    public Gamma(Tensor concentration, Tensor rate)
    {
        concentration.RequirePositive(nameof(Gamma), "the concentration");
        rate.RequirePositive(nameof(Gamma), "the rate");
        (Concentration, Rate) = ParameterChecks.Broadcast(concentration, rate, nameof(Gamma), "concentration and rate");
    }

    /// <summary>α.</summary>
    public Tensor Concentration { get; }

    /// <summary>β.</summary>
    public Tensor Rate { get; }

    public override Shape BatchShape => Rate.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.Positive;

    public override bool IsReparameterized => true;

    /// <summary>α/β.</summary>
    public override Tensor Mean => Concentration / Rate;

    /// <summary>α/β².</summary>
    public override Tensor Variance => Mean / Rate;

    /// <summary>(α − 1)/β where α &gt; 1; NaN elsewhere, since the density rises to 0, which is not in the support.</summary>
    public override Tensor Mode => Concentration.IsBetween(1, float.PositiveInfinity, inclusive: false).Where((Concentration - 1) / Rate, float.NaN);

    /// <summary>α − log β + log Γ(α) + (1 − α)ψ(α).</summary>
    public override Tensor Entropy => ScalarFunction<GammaEntropy>.Apply(default, Concentration, Rate);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new GammaScore(), Concentration, Rate);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<GammaScore>.Apply(default, value, Concentration, Rate);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) =>
        Functions!.Reparameterize(rng.Gamma(Concentration, Rate, sampleShape.Concat(BatchShape)).Draws);

    /// <summary>The score is that of the variable before it is rounded up to the smallest float: (α − 1) log x differs there, βx does not.</summary>
    public override (Tensor Value, Tensor LogProb) SampleAndLogProb(Rng rng, Shape sampleShape = default)
    {
        var (draws, logLost) = rng.Gamma(Concentration, Rate, sampleShape.Concat(BatchShape));
        var value = Functions!.Reparameterize(draws);
        return (value, LogProb(value) + (Concentration - 1) * logLost);
    }

    internal override (Distribution Base, Bijector Map)? Image => (new LogGamma(this), new Bijectors.Exp());
}
