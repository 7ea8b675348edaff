using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>U[low, high]: log p(x) = −log(high − low) on the closed interval. Events are numbers.</summary>
public sealed class Uniform : Distribution
{
    private readonly Tensor width;

    /// <param name="low">[…batch].</param>
    /// <param name="high">Above low, […batch]; the two broadcast.</param>
    public Uniform(Tensor low, Tensor high)
    {
        RequireNumbers(low, "low");
        RequireNumbers(high, "high");
        (Low, High) = Broadcast(low, high, "low and high");
        width = High - Low;
        RequirePositive(width, "high − low");
    }

    public Tensor Low { get; }

    public Tensor High { get; }

    public override Shape BatchShape => Low.Shape;

    public override Shape EventShape => [];

    public override Support Support => Support.Interval(Low, High);

    public override bool IsReparameterized => true;

    public override Tensor Mean => Low * 0.5f + High * 0.5f;

    /// <summary>(high − low)²/12.</summary>
    public override Tensor Variance => width * (width * (1f / 12));

    /// <summary>low: the density is the same everywhere.</summary>
    public override Tensor Mode => Low;

    /// <summary>log(high − low).</summary>
    public override Tensor Entropy => width.Log();

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new UniformFamily(), Low, High);

    protected override Tensor LogProbInside(Tensor value) => -width.Log();

    // The sum can round to more than high, where low is much the larger in magnitude.
    public override Tensor Sample(Rng rng, Shape sampleShape = default) =>
        (Low + width * rng.Uniform(sampleShape.Concat(BatchShape), tape: width.Tape)).Minimum(High);
}
