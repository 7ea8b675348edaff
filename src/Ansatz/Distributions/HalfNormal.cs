using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>|X| for X from N(0, σ²): log p(x) = ½ log(2/π) − log σ − ½(x/σ)² for x ≥ 0. Events are numbers.</summary>
public sealed class HalfNormal : Distribution
{
    /// <param name="scale">σ &gt; 0, […batch].</param>
    public HalfNormal(Tensor scale)
    {
        RequirePositive(scale, "the scale");
        Scale = scale;
    }

    /// <summary>σ.</summary>
    public Tensor Scale { get; }

    public override Shape BatchShape => Scale.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.NonNegative;

    public override bool IsReparameterized => true;

    /// <summary>σ√(2/π).</summary>
    public override Tensor Mean => Scale * 0.7978846f;

    /// <summary>σ²(1 − 2/π).</summary>
    public override Tensor Variance => Scale.Square() * 0.36338023f;

    public override Tensor StandardDeviation => Scale * 0.6028103f;

    /// <summary>0.</summary>
    public override Tensor Mode => Tensor.Zeros(BatchShape);

    /// <summary>½ log ½πσ² + ½.</summary>
    public override Tensor Entropy => Scale.Log() + 0.7257914f;

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new HalfNormalFamily(), Scale);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<HalfNormalFamily>.Apply(default, value, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Functions!.Sample(rng, sampleShape.Concat(BatchShape));
}
