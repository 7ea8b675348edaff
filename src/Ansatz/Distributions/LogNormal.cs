using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>e^X for X from N(μ, σ²): log p(x) = log N(log x; μ, σ²) − log x for x &gt; 0. Events are numbers.</summary>
/// <param name="loc">μ, […batch].</param>
/// <param name="scale">σ &gt; 0, […batch]; the two broadcast.</param>
public sealed class LogNormal(Tensor loc, Tensor scale) : Distribution
{
    /// <summary>The distribution of log x.</summary>
    internal Normal Logarithm { get; } = new(loc, scale);

    /// <summary>μ.</summary>
    public Tensor Loc => Logarithm.Loc;

    /// <summary>σ.</summary>
    public Tensor Scale => Logarithm.Scale;

    public override Shape BatchShape => Logarithm.BatchShape;

    public override Shape EventShape => [];

    public override Support Support => Support.Positive;

    public override bool IsReparameterized => true;

    /// <summary>e^{μ + σ²/2}.</summary>
    public override Tensor Mean => ScalarFunction<LogNormalMean>.Apply(default, Loc, Scale);

    /// <summary>(e^{σ²} − 1)·mean².</summary>
    public override Tensor Variance => ScalarFunction<LogNormalVariance>.Apply(default, Loc, Scale);

    /// <summary>e^{μ − σ²}.</summary>
    public override Tensor Mode => ScalarFunction<LogNormalMode>.Apply(default, Loc, Scale);

    /// <summary>μ + ½ log 2πe + log σ.</summary>
    public override Tensor Entropy => Loc + Logarithm.Entropy;

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new LogNormalScore(), Loc, Scale);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<LogNormalScore>.Apply(default, value, Loc, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Positive(Logarithm.Sample(rng, sampleShape));

    /// <summary>The score is that of eᶻ before it is limited to the positive floats.</summary>
    public override (Tensor Value, Tensor LogProb) SampleAndLogProb(Rng rng, Shape sampleShape = default)
    {
        var (z, logProb) = Logarithm.SampleAndLogProb(rng, sampleShape);
        return (Positive(z), logProb - z);
    }

    internal override (Distribution Base, Bijector Map)? Image => (Logarithm, new Bijectors.Exp());

    // eᶻ, limited to the positive floats, whose smallest and largest have these logarithms.
    private static Tensor Positive(Tensor z)
    {
        const float Least = -103.27893f, Greatest = 88.72283f;
        return z.StopGradient().IsBetween(float.NegativeInfinity, Greatest).Where(z.Clamp(Least, Greatest).Exp(), float.MaxValue);
    }
}
