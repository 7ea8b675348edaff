using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// N(μ, diag σ²) over vectors: log p(x) = −½∑ᵢ((xᵢ − μᵢ)/σᵢ)² − ∑ᵢ log σᵢ − ½ n log 2π.
/// </summary>
public sealed class MultivariateNormalDiag : Distribution
{
    private const float HalfLogTwoPi = 0.9189385332f;

    /// <param name="loc">μ, […batch, n].</param>
    /// <param name="scale">σ &gt; 0, […batch, n]; the two broadcast, so one number serves all dimensions.</param>
    public MultivariateNormalDiag(Tensor loc, Tensor scale)
    {
        RequireNumbers(loc, "loc");
        RequirePositive(scale, "the scale");
        (Loc, Scale) = Broadcast(loc, scale, "loc and scale");
        if (Loc.Rank == 0) throw new ArgumentException("MultivariateNormalDiag: loc and scale are single numbers, expected […batch, n]; use Normal for numbers.", nameof(loc));
    }

    /// <summary>N(0, I) in n dimensions.</summary>
    public static MultivariateNormalDiag Standard(int n) => new(Tensor.Zeros([n]), Tensor.Ones([n])) { IsStandard = true };

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>σ.</summary>
    public Tensor Scale { get; }

    /// <summary>Whether it was made as N(0, I), for which divergences are cheaper.</summary>
    internal bool IsStandard { get; private init; }

    public override Shape BatchShape => Loc.Shape[..^1];

    public override Shape EventShape => Loc.Shape[^1..];

    public override bool IsReparameterized => true;

    public override Tensor Mean => Loc;

    public override Tensor Variance => Scale.Square();

    public override Tensor StandardDeviation => Scale;

    public override Tensor Mode => Loc;

    /// <summary>½ n log 2πe + ∑ᵢ log σᵢ.</summary>
    public override Tensor Entropy => Scale.Log().Sum(-1) + EventShape[0] * (0.5f + HalfLogTwoPi);

    protected override Tensor LogProbInside(Tensor value) =>
        ((value - Loc) / Scale).Square().Sum(-1).Affine(-0.5f, -HalfLogTwoPi * EventShape[0]) - Scale.Log().Sum(-1);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) =>
        Loc + Scale * rng.Normal(sampleShape.Concat(Loc.Shape), tape: Scale.Tape);
}
