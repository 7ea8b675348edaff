using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// A logistic variable rounded to the levels 0, δ, 2δ, …, 1 of a pixel, its tails counted to the ends: P(x) = σ((x + ½δ − μ)/s) − σ((x − ½δ − μ)/s), the first
/// term being 1 at x = 1 and the second 0 at x = 0; −∞ between levels. Events are numbers.
/// </summary>
/// <remarks>
/// With a and b the two arguments, σ(a) − σ(b) = σ(a)·σ(−b)·(1 − e^{b − a}), so log P = −softplus(−a) − softplus(b) + log(1 − e^{−δ/s}): nothing cancels,
/// however far x lies from μ. Kingma et al., Improved variational inference with inverse autoregressive flow (2016), appendix; Salimans et al., PixelCNN++ (2017).
/// </remarks>
public sealed class DiscretizedLogistic : Distribution
{
    private readonly int levelCount;
    private readonly float half;

    /// <param name="loc">μ, […batch].</param>
    /// <param name="scale">s &gt; 0, […batch]; the two broadcast.</param>
    /// <param name="levelCount">Levels from 0 to 1, 2 or more: 256 for the pixels of 8 bits.</param>
    public DiscretizedLogistic(Tensor loc, Tensor scale, int levelCount = 256)
    {
        if (levelCount < 2) throw new ArgumentOutOfRangeException(nameof(levelCount), $"DiscretizedLogistic: {levelCount} levels; expected 2 or more.");
        scale.RequirePositive(nameof(DiscretizedLogistic), "the scale");
        (Loc, Scale) = ParameterChecks.Together(loc, scale, nameof(DiscretizedLogistic), "loc and scale");
        this.levelCount = levelCount;
        half = 0.5f / (levelCount - 1);
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>s.</summary>
    public Tensor Scale { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override Support Support => new Levels(levelCount);

    /// <summary>δ ∑ₖ P(x ≥ kδ), over k = 1 to the last level.</summary>
    public override Tensor Mean => Tails(_ => 1) * (2 * half);

    /// <summary>δ² ∑ₖ (2k − 1)·P(x ≥ kδ) − mean².</summary>
    public override Tensor Variance => Tails(k => 2 * k - 1) * (4 * half * half) - Mean.Square();

    protected internal override Tensor LogProbInside(Tensor value)
    {
        var fixedValue = value.View(value.Shape);
        Tensor belowTop = fixedValue.IsBetween(float.NegativeInfinity, 1 - half), aboveBottom = fixedValue.IsBetween(half, float.PositiveInfinity);
        var above = belowTop.Where((-((value + half - Loc) / Scale)).Softplus(), 0f);
        var below = aboveBottom.Where(((value - half - Loc) / Scale).Softplus(), 0f);
        var width = (-(Scale.Reciprocal() * (-2 * half)).Expm1()).Log();
        return (belowTop * aboveBottom).Where(width, 0f) - (above + below);
    }

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var x = new Logistic(Loc.View(Loc.Shape), Scale.View(Scale.Shape)).Sample(rng, sampleShape);
        var levels = levelCount - 1;
        foreach (ref var v in x.Span) v = MathF.Floor(Math.Clamp(v, 0, 1) * levels + 0.5f) / levels;
        return x;
    }

    /// <summary>∑ₖ w(k)·P(x ≥ kδ), a sum over all levels but the lowest.</summary>
    private Tensor Tails(Func<int, float> weight)
    {
        Tensor sum = 0f;
        for (var k = 1; k < levelCount; k++) sum += ((Loc - (2 * k - 1) * half) / Scale).Sigmoid() * weight(k);
        return sum;
    }

    /// <summary>The levels k/(count − 1); k/255 in single precision times 255 is k exactly, as it is for every count up to 65,536 that is a power of 2.</summary>
    private sealed class Levels(int count) : Support
    {
        public override Tensor Contains(Tensor value) => (value * (count - 1)).IsIntegerBetween(0, count - 1);

        public override Tensor InteriorPoint(Shape shape) => 0f;

        public override string ToString() => $"{count} levels from 0 to 1";
    }
}
