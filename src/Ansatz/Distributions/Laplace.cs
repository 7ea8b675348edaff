using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Laplace: log p(x) = −|x − μ|/b − log 2b. Events are numbers.</summary>
public sealed class Laplace : Distribution
{
    private const float LogTwo = 0.6931471806f;

    /// <param name="loc">μ, […batch].</param>
    /// <param name="scale">b &gt; 0, […batch]; the two broadcast.</param>
    public Laplace(Tensor loc, Tensor scale)
    {
        loc.RequireNumbers(nameof(Laplace), "loc");
        scale.RequirePositive(nameof(Laplace), "the scale");
        (Loc, Scale) = ParameterChecks.Broadcast(loc, scale, nameof(Laplace), "loc and scale");
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>b.</summary>
    public Tensor Scale { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override bool IsReparameterized => true;

    public override Tensor Mean => Loc;

    public override Tensor Mode => Loc;

    /// <summary>2b².</summary>
    public override Tensor Variance => Scale.Square() * 2;

    /// <summary>1 + log 2b.</summary>
    public override Tensor Entropy => Scale.Log() + (1 + LogTwo);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new LaplaceScore(), Loc, Scale);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<LaplaceScore>.Apply(default, value, Loc, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Loc + Scale * rng.Laplace(sampleShape.Concat(BatchShape), tape: Scale.Tape);
}
