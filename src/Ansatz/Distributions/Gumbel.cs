using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Gumbel, the distribution of maxima: log p(x) = −z − e^{−z} − log s, z = (x − μ)/s. Events are numbers.</summary>
public sealed class Gumbel : Distribution
{
    /// <summary>Euler's γ = −ψ(1).</summary>
    internal const float EulerGamma = 0.5772157f;

    /// <param name="loc">μ, […batch].</param>
    /// <param name="scale">s &gt; 0, […batch]; the two broadcast.</param>
    public Gumbel(Tensor loc, Tensor scale)
    {
        RequireNumbers(loc, "loc");
        RequirePositive(scale, "the scale");
        (Loc, Scale) = Broadcast(loc, scale, "loc and scale");
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>s.</summary>
    public Tensor Scale { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override bool IsReparameterized => true;

    /// <summary>μ + γs with Euler's γ.</summary>
    public override Tensor Mean => Loc + Scale * EulerGamma;

    /// <summary>π²s²/6.</summary>
    public override Tensor Variance => Scale.Square() * 1.6449341f;

    public override Tensor StandardDeviation => Scale * 1.2825498f;

    public override Tensor Mode => Loc;

    /// <summary>log s + γ + 1.</summary>
    public override Tensor Entropy => Scale.Log() + (1 + EulerGamma);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new GumbelFamily(), Loc, Scale);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<GumbelFamily>.Apply(default, value, Loc, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Functions!.Sample(rng, sampleShape.Concat(BatchShape));
}
