using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Cauchy: log p(x) = −log πs − log(1 + z²), z = (x − μ)/s. Events are numbers.</summary>
/// <remarks>It has no mean and no variance. A draw beyond the largest float is that float.</remarks>
public sealed class Cauchy : Distribution
{
    private const float LogFourPi = 2.5310242f;

    /// <param name="loc">μ, […batch].</param>
    /// <param name="scale">s &gt; 0, […batch]; the two broadcast.</param>
    public Cauchy(Tensor loc, Tensor scale)
    {
        RequireNumbers(loc, "loc");
        RequirePositive(scale, "the scale");
        (Loc, Scale) = Broadcast(loc, scale, "loc and scale");
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>s.</summary>
    public Tensor Scale { get; }

    public override Shape BatchShape => Loc.Shape;

    public override Shape EventShape => [];

    public override bool IsReparameterized => true;

    /// <summary>NaN: the integral does not exist.</summary>
    public override Tensor Mean => Tensor.Full(BatchShape, float.NaN);

    /// <summary>NaN: the integral does not exist.</summary>
    public override Tensor Variance => Mean;

    public override Tensor StandardDeviation => Mean;

    public override Tensor Mode => Loc;

    /// <summary>log 4πs.</summary>
    public override Tensor Entropy => Scale.Log() + LogFourPi;

    internal override ScalarDistribution? Functions => ScalarDistribution.Of(new CauchyFamily(), Loc, Scale);

    protected override Tensor LogProbInside(Tensor value) => ScalarFunction<CauchyFamily>.Apply(default, value, Loc, Scale);

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Functions!.Sample(rng, sampleShape.Concat(BatchShape));
}
