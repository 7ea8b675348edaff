using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// A density on [0, 1] proportional to that of a coin, e^{l·x}: log p(x) = l·x − A(l) with A(l) = log((eˡ − 1)/l). It is the Bernoulli cross-entropy, normalized,
/// so gray pixels get a likelihood. Events are numbers.
/// </summary>
/// <remarks>
/// For large |l| A(l) = max(l, 0) + log(1 − e^{−|l|}) − log |l|, which cannot overflow, and l·x − max(l, 0) is rounded once. A and its derivatives are
/// differences that cancel near l = 0; there they are the first terms of their series. Loaiza-Ganem and Cunningham, The continuous Bernoulli (2019),
/// equations 6 to 9.
/// </remarks>
public sealed class ContinuousBernoulli : Distribution
{
    // Below it, the series of the inverse distribution function is used.
    private const float SampleRadius = 0.03f;

    /// <param name="logits">l = log(λ/(1 − λ)), […batch], finite.</param>
    public ContinuousBernoulli(Tensor logits)
    {
        logits.RequireNumbers(nameof(ContinuousBernoulli), "the logits");
        Logits = logits;
    }

    /// <summary>l.</summary>
    public Tensor Logits { get; }

    public override Shape BatchShape => Logits.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.UnitInterval;

    public override bool IsReparameterized => true;

    /// <summary>A′(l) = 1/(1 − e^{−l}) − 1/l.</summary>
    public override Tensor Mean => ScalarFunction<ContinuousBernoulliMean>.Apply(default, Logits);

    /// <summary>A″(l) = 1/l² − 1/(4 sinh²(l/2)).</summary>
    public override Tensor Variance => ScalarFunction<ContinuousBernoulliVariance>.Apply(default, Logits);

    /// <summary>1 where l &gt; 0, else 0.</summary>
    public override Tensor Mode => Logits.StopGradient().GreaterThan(0);

    /// <summary>A(l) − l·A′(l).</summary>
    public override Tensor Entropy => ScalarFunction<ContinuousBernoulliEntropy>.Apply(default, Logits);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new ContinuousBernoulliFamily(), Logits);

    protected override Tensor LogProbInside(Tensor value) => value.ContinuousBernoulliScore(Logits);

    // The inverse distribution function, log(1 + u·(eˡ − 1))/l, for −|l|, whose exponential stays small; the other half by symmetry.
    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var u = rng.Uniform(sampleShape.Concat(BatchShape), tape: Logits.Tape);
        var (near, away) = Apart(SampleRadius);
        var spread = u * (1 - u);
        var series = u + Logits * (spread * 0.5f) + Logits.Square() * (spread * (1 - 2 * u) * (1f / 6));
        var l = -away.Abs();
        var low = (u * l.Expm1()).Log1p() / l;
        var closed = away.StopGradient().IsBetween(float.NegativeInfinity, 0).Where(low, 1 - low);
        var x = near.Where(series, closed).Clamp(0, 1);
        return x + (Rounded(u) - x.StopGradient());
    }

    /// <summary>The draw in double, rounded up: below 1, where a large l has its mass, neighbouring floats are far apart. The form above has the gradient.</summary>
    private Tensor Rounded(Tensor u)
    {
        var draws = Tensor.Allocate(u.Shape, u.Tape);
        var all = Logits.StopGradient().BroadcastTo(u.Shape);
        for (var i = 0; i < draws.Length; i++)
        {
            // Near 0 the form above rises with u for both signs of l.
            var isReversed = all.Span[i] > SampleRadius;
            double l = isReversed ? -all.Span[i] : all.Span[i], x = l == 0 ? u.Span[i] : DoubleMath.Log1p(u.Span[i] * DoubleMath.Expm1(l)) / l;
            draws.Span[i] = UpwardRounding.ToFloat(isReversed ? 1 - x : x, 0, 1);
        }
        return draws;
    }

    /// <summary>1 where |l| is below the radius, and l with 1 in those places, where the closed forms are finite.</summary>
    private (Tensor Near, Tensor Away) Apart(float radius)
    {
        var near = Logits.StopGradient().IsBetween(-radius, radius);
        return (near, near.Where(1f, Logits));
    }
}
