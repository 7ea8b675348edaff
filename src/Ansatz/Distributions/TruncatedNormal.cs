using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// N(μ, σ²) limited to [low, high]: log p(x) = −½z² − log σ − ½ log 2π − log(Φ(β) − Φ(α)) with z = (x − μ)/σ, α = (low − μ)/σ, β = (high − μ)/σ. Events are numbers.
/// </summary>
/// <remarks>
/// With c the point of [α, β] that is next to 0, log p is −½(z − c)(z + c) − log σ − log(mass·e^{½c²}) − ½ log 2π. It keeps its digits also where the interval lies in
/// the far tail, and in a narrow interval. See <see cref="NormalInterval"/>.
/// </remarks>
public sealed class TruncatedNormal : Distribution
{
    /// <param name="loc">μ, finite, […batch].</param>
    /// <param name="scale">σ &gt; 0, […batch].</param>
    /// <param name="low">[…batch], −∞ for none.</param>
    /// <param name="high">Above low, […batch], ∞ for none; the four broadcast.</param>
    public TruncatedNormal(Tensor loc, Tensor scale, Tensor low, Tensor high)
    {
        loc.RequireFinite(Name, "loc");
        RequirePositive(scale, "the scale");
        RequireNumbers(low, "low");
        RequireNumbers(high, "high");
        (loc, scale) = Broadcast(loc, scale, "loc and scale");
        (low, high) = Broadcast(low, high, "low and high");
        (Loc, Low) = Broadcast(loc, low, "loc and low");
        Scale = scale.BroadcastTo(BatchShape, Loc.Tape);
        High = high.BroadcastTo(BatchShape, Loc.Tape);
        for (var i = 0; i < Low.Length; i++)
            if (!(Low.Span[i] < High.Span[i] && Low.Span[i] < float.PositiveInfinity && High.Span[i] > float.NegativeInfinity))
                throw new ArgumentException($"TruncatedNormal: low must be below high, found {Low.Span[i]} and {High.Span[i]}.", nameof(low));
    }

    /// <summary>μ, the location before truncation.</summary>
    public Tensor Loc { get; }

    /// <summary>σ, the scale before truncation.</summary>
    public Tensor Scale { get; }

    public Tensor Low { get; }

    public Tensor High { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override Support Support => new TensorInterval(Low, High, Mode.StopGradient());

    public override bool IsReparameterized => true;

    /// <summary>μ + σ(φ(α) − φ(β))/(Φ(β) − Φ(α)).</summary>
    public override Tensor Mean => ScalarFunction<TruncatedNormalMean>.Apply(default, Loc, Scale, Low, High);

    /// <summary>σ²·Var z.</summary>
    public override Tensor Variance => ScalarFunction<TruncatedNormalVariance>.Apply(default, Loc, Scale, Low, High);

    /// <summary>μ, or the bound next to it.</summary>
    public override Tensor Mode => Loc.Maximum(Low).Minimum(High);

    /// <summary>log σ + ½ log 2π + log(Φ(β) − Φ(α)) + ½E[z²].</summary>
    public override Tensor Entropy => ScalarFunction<TruncatedNormalEntropy>.Apply(default, Loc, Scale, Low, High);

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new TruncatedNormalFamily(), Loc, Scale, Low, High);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<TruncatedNormalFamily>.Apply(default, value, Loc, Scale, Low, High);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Functions!.Sample(rng, sampleShape.Concat(BatchShape));
}
