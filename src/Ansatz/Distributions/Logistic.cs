using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Logistic: log p(x) = −|z| − 2 log(1 + e^{−|z|}) − log s with z = (x − μ)/s. Events are numbers.</summary>
public sealed class Logistic : Distribution
{
    private const float PiSquaredOver3 = 3.289868134f;

    /// <param name="loc">μ, […batch].</param>
    /// <param name="scale">s &gt; 0, […batch]; the two broadcast.</param>
    public Logistic(Tensor loc, Tensor scale)
    {
        loc.RequireNumbers(nameof(Logistic), "loc");
        scale.RequirePositive(nameof(Logistic), "the scale");
        (Loc, Scale) = ParameterChecks.Broadcast(loc, scale, nameof(Logistic), "loc and scale");
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>s.</summary>
    public Tensor Scale { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override bool IsReparameterized => true;

    public override Tensor Mean => Loc;

    public override Tensor Mode => Loc;

    /// <summary>π²s²/3.</summary>
    public override Tensor Variance => Scale.Square() * PiSquaredOver3;

    /// <summary>2 + log s.</summary>
    public override Tensor Entropy => Scale.Log() + 2;

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new LogisticScore(), Loc, Scale);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<LogisticScore>.Apply(default, value, Loc, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Loc + Scale * rng.Logistic(sampleShape.Concat(BatchShape), tape: Scale.Tape);
}
