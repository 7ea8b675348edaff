using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Weibull with scale λ and concentration k: log p(x) = log k − log λ + (k − 1) log(x/λ) − (x/λ)ᵏ for x &gt; 0. Events are numbers.</summary>
public sealed class Weibull : Distribution
{
    /// <param name="scale">λ &gt; 0, […batch].</param>
    /// <param name="concentration">k &gt; 0, […batch]; the two broadcast. 1 is the exponential distribution.</param>
    public Weibull(Tensor scale, Tensor concentration)
    {
        RequirePositive(scale, "the scale");
        RequirePositive(concentration, "the concentration");
        (Scale, Concentration) = Broadcast(scale, concentration, "scale and concentration");
    }

    /// <summary>λ.</summary>
    public Tensor Scale { get; }

    /// <summary>k.</summary>
    public Tensor Concentration { get; }

    public override Shape BatchShape => Scale.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.Positive;

    public override bool IsReparameterized => true;

    /// <summary>λΓ(1 + 1/k).</summary>
    public override Tensor Mean => ScalarFunction<WeibullMean>.Apply(default, Scale, Concentration);

    /// <summary>λ²(Γ(1 + 2/k) − Γ(1 + 1/k)²).</summary>
    public override Tensor Variance => ScalarFunction<WeibullVariance>.Apply(default, Scale, Concentration);

    /// <summary>λ(1 − 1/k)^{1/k} where k &gt; 1; NaN elsewhere, since the density rises to 0, which is not in the support.</summary>
    public override Tensor Mode => ScalarFunction<WeibullMode>.Apply(default, Scale, Concentration);

    /// <summary>γ(1 − 1/k) + log(λ/k) + 1.</summary>
    public override Tensor Entropy => ScalarFunction<WeibullEntropy>.Apply(default, Scale, Concentration);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new WeibullFamily(), Scale, Concentration);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<WeibullFamily>.Apply(default, value, Scale, Concentration);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Functions!.Sample(rng, sampleShape.Concat(BatchShape), float.Epsilon);
}
