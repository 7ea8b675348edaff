using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// ∑ₖ wₖ pₖ(x) with components of one family, the last batch dimension of a distribution: log p(x) = log ∑ₖ e^{log wₖ + log pₖ(x)}.
/// </summary>
/// <remarks>Draws carry no gradient, as the choice of a component has none.</remarks>
public sealed class MixtureSameFamily : Distribution
{
    /// <param name="mixing">The weights w over K components, batch shape […batch].</param>
    /// <param name="components">Batch shape […batch, K].</param>
    public MixtureSameFamily(Categorical mixing, Distribution components)
    {
        if (components.BatchShape != mixing.LogProbs.Shape)
            throw new ArgumentException($"MixtureSameFamily: the components have batch shape {components.BatchShape}, the weights {mixing.LogProbs.Shape}; both must be […batch, K].", nameof(components));
        Mixing = mixing;
        Components = components;
    }

    /// <summary>The weights.</summary>
    public Categorical Mixing { get; }

    /// <summary>The components.</summary>
    public Distribution Components { get; }

    public override Shape BatchShape => Mixing.BatchShape;

    public override Shape EventShape => Components.EventShape;

    public override Support Support => new UnionSupport(Components.Support, EventShape.Rank);

    public override bool IsNormalized => Components.IsNormalized;

    /// <summary>∑ₖ wₖμₖ.</summary>
    public override Tensor Mean => Average(Components.Mean);

    /// <summary>∑ₖ wₖ(σₖ² + (μₖ − μ)²).</summary>
    public override Tensor Variance
    {
        get
        {
            var means = Components.Mean;
            var mean = Average(means);
            var deviation = means - mean.Reshape([.. BatchShape.Dimensions, 1, .. EventShape.Dimensions]);
            return Average(Components.Variance + deviation.Square());
        }
    }

    protected override Tensor LogProbInside(Tensor value) => Components is MultivariateNormalDiag { BatchShape.Rank: 1 } normals
        ? value.NormalMixture(Mixing.LogProbs, normals.Loc, normals.Scale)
        : LogProbComposed(value);

    /// <summary>The same for any family, from the components' own scores.</summary>
    internal Tensor LogProbComposed(Tensor value) => (Components.LogProb(PerComponent(value)) + Mixing.LogProbs).LogSumExp();

    /// <summary>∑ₖ wₖFₖ(x).</summary>
    public override Tensor Cdf(Tensor value) => Blend(value, nameof(Cdf), (p, x) => p.Cdf(x));

    public override Tensor Survival(Tensor value) => Blend(value, nameof(Survival), (p, x) => p.Survival(x));

    public override Tensor LogCdf(Tensor value) => LogBlend(value, nameof(LogCdf), (p, x) => p.LogCdf(x));

    public override Tensor LogSurvival(Tensor value) => LogBlend(value, nameof(LogSurvival), (p, x) => p.LogSurvival(x));

    /// <summary>By bisection over the floats; its gradient is that of an implicit function, −(∂F/∂θ)/p(x).</summary>
    public override Tensor Quantile(Tensor probability) => EventShape.Rank == 0
        ? QuantileSearch.Of(this, probability.BroadcastTo(ShapeOfScore(probability.Shape, nameof(Quantile)))) : throw NoFunction(nameof(Quantile));

    internal override bool IsDiscrete => Components.IsDiscrete;

    private Tensor Blend(Tensor value, string member, Func<Distribution, Tensor, Tensor> function) => EventShape.Rank == 0
        ? QuantileSearch.Blend(function(Components, PerComponent(value)), Mixing.Probs).BroadcastTo(ShapeOfScore(value.Shape, member)) : throw NoFunction(member);

    private Tensor LogBlend(Tensor value, string member, Func<Distribution, Tensor, Tensor> function) => EventShape.Rank == 0
        ? QuantileSearch.LogBlend(function(Components, PerComponent(value)), Mixing.LogProbs).BroadcastTo(ShapeOfScore(value.Shape, member)) : throw NoFunction(member);

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var chosen = Mixing.OneHot(Mixing.Sample(rng, sampleShape)).ForEvents(EventShape.Rank);
        var draws = Components.Sample(rng, sampleShape);
        return chosen.Where(draws.StopGradient(), 0f).Sum(-1 - EventShape.Rank);
    }

    // [sample…, batch…, event…] → [sample…, batch…, 1, event…]
    private Tensor PerComponent(Tensor value) => value.Reshape([.. value.Shape.Dimensions[..^EventShape.Rank], 1, .. EventShape.Dimensions]);

    private Tensor Average(Tensor statistic) => (Mixing.Probs.ForEvents(EventShape.Rank) * statistic).Sum(-1 - EventShape.Rank);
}
