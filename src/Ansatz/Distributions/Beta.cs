using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Beta with concentrations α and β: log p(x) = (α − 1) log x + (β − 1) log(1 − x) − log B(α, β) for 0 &lt; x &lt; 1. Events are numbers.</summary>
/// <remarks>Draws are X/(X + Y) for X, Y from Gamma(α, 1), Gamma(β, 1); they carry no gradient and stay 2⁻²⁴ away from 1.</remarks>
public sealed class Beta : Distribution
{
    private static readonly Support OpenInterval = Support.Interval(0, 1, inclusive: false);

    /// <param name="concentration1">α &gt; 0, the pull towards 1, […batch].</param>
    /// <param name="concentration0">β &gt; 0, the pull towards 0, […batch]; the two broadcast.</param>
    public Beta(Tensor concentration1, Tensor concentration0)
    {
        concentration1.RequirePositive(nameof(Beta), "concentration1");
        concentration0.RequirePositive(nameof(Beta), "concentration0");
        (Concentration1, Concentration0) = ParameterChecks.Together(concentration1, concentration0, nameof(Beta), "the concentrations");
    }

    /// <summary>α.</summary>
    public Tensor Concentration1 { get; }

    /// <summary>β.</summary>
    public Tensor Concentration0 { get; }

    public override Shape BatchShape => Concentration1.Shape;

    public override Shape EventShape => [];

    public override Support Support => OpenInterval;

    /// <summary>α/(α + β).</summary>
    public override Tensor Mean => ScalarFunction<BetaMean>.Of(Concentration1, Concentration0);

    /// <summary>αβ/((α + β)²(α + β + 1)).</summary>
    public override Tensor Variance => ScalarFunction<BetaVariance>.Of(Concentration1, Concentration0);

    /// <summary>log B(α, β) − (α − 1)ψ(α) − (β − 1)ψ(β) + (α + β − 2)ψ(α + β).</summary>
    public override Tensor Entropy => ScalarFunction<BetaEntropy>.Of(Concentration1, Concentration0);

    protected internal override Tensor LogProbInside(Tensor value) => ScalarFunction<BetaScore>.Of(value, Concentration1, Concentration0);

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var shape = sampleShape.Concat(BatchShape);
        Tensor x = rng.Gamma(Concentration1, shape), y = rng.Gamma(Concentration0, shape);
        return (x / (x + y)).Clamp(1.17549435e-38f, 1 - 5.9604645e-8f);
    }
}
