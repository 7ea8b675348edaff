using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// N(μ, σ²): log p(x) = −½((x − μ)/σ)² − log σ − ½ log 2π. Events are numbers.
/// </summary>
public sealed class Normal : Distribution
{
    /// <summary>½ log 2π.</summary>
    internal const float HalfLogTwoPi = 0.9189385332f;

    private readonly Tensor scale; // one constant for all, or as many as there are means

    /// <param name="loc">μ, […batch].</param>
    /// <param name="scale">σ &gt; 0, […batch]; the two broadcast.</param>
    public Normal(Tensor loc, Tensor scale)
    {
        loc.RequireNumbers(nameof(Normal), "loc");
        scale.RequirePositive(nameof(Normal), "the scale");
        (Loc, this.scale) = scale.Rank == 0 && !scale.IsTracked ? (loc, scale) : ParameterChecks.Broadcast(loc, scale, nameof(Normal), "loc and scale");
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>σ.</summary>
    public Tensor Scale => scale.BroadcastTo(Loc.Shape, Loc.Tape);

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override bool IsReparameterized => true;

    public override Tensor Mean => Loc;

    public override Tensor Variance => Scale.Square();

    public override Tensor StandardDeviation => Scale;

    public override Tensor Mode => Loc;

    /// <summary>½ log 2πe + log σ.</summary>
    public override Tensor Entropy => Scale.Log() + (0.5f + HalfLogTwoPi);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new NormalFamily(), Loc, Scale);

    protected override Tensor LogProbInside(Tensor value) =>
        scale.Rank == 0 && !scale.IsTracked ? value.NormalScore(Loc, scale.Item()) : Ternary<NormalDensity>.Apply(default, value, Loc, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) =>
        Loc + Scale * rng.Normal(sampleShape.Concat(BatchShape), tape: Scale.Tape);
}
