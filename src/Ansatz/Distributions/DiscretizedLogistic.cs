using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// A logistic variable rounded to the levels 0, δ, 2δ, …, 1 of a pixel, its tails counted in the first and last level: P(x) = σ((x + ½δ − μ)/s) − σ((x − ½δ − μ)/s), the first
/// term being 1 at x = 1 and the second 0 at x = 0. Events are numbers.
/// </summary>
/// <remarks>
/// A value within 2⁻²² of a level counts as that level, so that rounding does not matter; between levels log P is −∞.
/// With a and b the two arguments, σ(a) − σ(b) = σ(a)·σ(−b)·(1 − e^{b − a}), so log P = −softplus(−a) − softplus(b) + log(1 − e^{−δ/s}). There is no cancellation,
/// however far x lies from μ. Kingma et al., Improved variational inference with inverse autoregressive flow (2016), appendix; Salimans et al., PixelCNN++ (2017).
/// </remarks>
public sealed class DiscretizedLogistic : Distribution
{
    private readonly int levelCount;

    /// <param name="loc">μ, […batch].</param>
    /// <param name="scale">s &gt; 0, […batch]; the two broadcast.</param>
    /// <param name="levelCount">Levels from 0 to 1, 2 or more: 256 for the pixels of 8 bits.</param>
    public DiscretizedLogistic(Tensor loc, Tensor scale, int levelCount = 256)
    {
        if (levelCount < 2) throw new ArgumentOutOfRangeException(nameof(levelCount), $"DiscretizedLogistic: {levelCount} levels; expected 2 or more.");
        loc.RequireNumbers(nameof(DiscretizedLogistic), "loc");
        scale.RequirePositive(nameof(DiscretizedLogistic), "the scale");
        (Loc, Scale) = ParameterChecks.Broadcast(loc, scale, nameof(DiscretizedLogistic), "loc and scale");
        this.levelCount = levelCount;
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>s.</summary>
    public Tensor Scale { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override Support Support => new ElementSupport<NearLevel>(new NearLevel(levelCount), 0, $"{levelCount} levels from 0 to 1");

    /// <summary>δ ∑ₖ P(x ≥ kδ), over k = 1 to the last level.</summary>
    public override Tensor Mean => ScalarFunction<DiscretizedLogisticMean>.Apply(new(levelCount), Loc, Scale);

    /// <summary>δ² ∑ₖ (2k − 1)·P(x ≥ kδ) − mean².</summary>
    public override Tensor Variance => ScalarFunction<DiscretizedLogisticVariance>.Apply(new(levelCount), Loc, Scale);

    /// <summary>−∑ₖ P log P over the levels.</summary>
    public override Tensor Entropy => ScalarFunction<DiscretizedLogisticEntropy>.Apply(new(levelCount), Loc, Scale);

    /// <summary>The likeliest level: the one next to μ, or the first or last one, which hold the tails.</summary>
    public override Tensor Mode => ScalarFunction<DiscretizedLogisticMode>.Apply(new(levelCount), Loc.StopGradient(), Scale.StopGradient());

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new DiscretizedLogisticFamily(levelCount), Loc, Scale);

    protected override Tensor LogProbInside(Tensor value) =>
        Ternary<DiscretizedLogisticScore>.Apply(new(levelCount), value, Loc, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var x = new Logistic(Loc.StopGradient(), Scale.StopGradient()).Sample(rng, sampleShape);
        var levels = levelCount - 1;
        foreach (ref var v in x.Span) v = MathF.Floor(Math.Clamp(v, 0, 1) * levels + 0.5f) / levels;
        return x;
    }
}
