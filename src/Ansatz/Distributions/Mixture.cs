using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>∑ₖ wₖ pₖ(x) with components of any families: log p(x) = log ∑ₖ e^{log wₖ + log pₖ(x)}. For components of one family see <see cref="MixtureSameFamily"/>.</summary>
/// <remarks>Draws carry no gradient, as the choice of a component has none.</remarks>
public sealed class Mixture : Distribution
{
    private readonly Distribution[] components;

    /// <param name="mixing">The weights w over K components, batch shape […batch].</param>
    /// <param name="components">K distributions with that batch shape and one event shape, all discrete or all continuous.</param>
    public Mixture(Categorical mixing, params ReadOnlySpan<Distribution> components)
    {
        var count = mixing.LogProbs.Shape[^1];
        if (components.Length != count) throw new ArgumentException($"Mixture: {components.Length} components for {count} weights; give one for each weight.", nameof(components));
        foreach (var c in components)
        {
            if (c.BatchShape != mixing.BatchShape || c.EventShape != components[0].EventShape)
                throw new ArgumentException($"Mixture: {c} beside weights of batch shape {mixing.BatchShape} and {components[0]}; batch and event shapes must be equal.", nameof(components));
            if (c.IsDiscrete != components[0].IsDiscrete)
                throw new ArgumentException($"Mixture: {c} and {components[0]} are a discrete and a continuous distribution; a mixture of both has no density.", nameof(components));
        }
        Mixing = mixing;
        this.components = components.ToArray();
    }

    /// <summary>The weights.</summary>
    public Categorical Mixing { get; }

    /// <summary>The components.</summary>
    public IReadOnlyList<Distribution> Components => components;

    public override Shape BatchShape => Mixing.BatchShape;

    public override Shape EventShape => components[0].EventShape;

    public override Support Support => new AnySupport([.. components.Select(c => c.Support)], EventShape.Rank);

    public override bool IsNormalized => components.All(c => c.IsNormalized);

    internal override bool IsDiscrete => components[0].IsDiscrete;

    /// <summary>∑ₖ wₖμₖ.</summary>
    public override Tensor Mean => Average([.. components.Select(c => c.Mean)]);

    /// <summary>∑ₖ wₖ(σₖ² + (μₖ − μ)²).</summary>
    public override Tensor Variance
    {
        get
        {
            var mean = Mean;
            return Average([.. components.Select(c => c.Variance + (c.Mean - mean).Square())]);
        }
    }

    /// <summary>∑ₖ wₖFₖ(x).</summary>
    public override Tensor Cdf(Tensor value) => QuantileSearch.Blend(Scalars(value, nameof(Cdf), c => c.Cdf(value)), Mixing.Probs);

    public override Tensor Survival(Tensor value) => QuantileSearch.Blend(Scalars(value, nameof(Survival), c => c.Survival(value)), Mixing.Probs);

    public override Tensor LogCdf(Tensor value) => QuantileSearch.LogBlend(Scalars(value, nameof(LogCdf), c => c.LogCdf(value)), Mixing.LogProbs);

    public override Tensor LogSurvival(Tensor value) => QuantileSearch.LogBlend(Scalars(value, nameof(LogSurvival), c => c.LogSurvival(value)), Mixing.LogProbs);

    /// <summary>By bisection over the floats; its gradient is that of an implicit function, −(∂F/∂θ)/p(x).</summary>
    public override Tensor Quantile(Tensor probability) => EventShape.Rank == 0
        ? QuantileSearch.Of(this, probability.BroadcastTo(ShapeOfScore(probability.Shape, nameof(Quantile)))) : throw NoFunction(nameof(Quantile));

    protected override Tensor LogProbInside(Tensor value) => (Stack([.. components.Select(c => c.LogProb(value))], 0) + Mixing.LogProbs).LogSumExp();

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var chosen = Mixing.Sample(rng, sampleShape).ForEvents(EventShape.Rank);
        var draws = components[0].Sample(rng, sampleShape).StopGradient();
        for (var k = 1; k < components.Length; k++) draws = chosen.EqualTo((float)k).Where(components[k].Sample(rng, sampleShape).StopGradient(), draws);
        return draws;
    }

    private Tensor Scalars(Tensor value, string member, Func<Distribution, Tensor> function)
    {
        if (EventShape.Rank > 0) throw NoFunction(member);
        ShapeOfScore(value.Shape, member);
        return Stack([.. components.Select(function)], 0);
    }

    private Tensor Average(Tensor[] statistics) => (Stack(statistics, EventShape.Rank) * Mixing.Probs.ForEvents(EventShape.Rank)).Sum(-1 - EventShape.Rank);

    // […batch, event…] of each component → […batch, K, event…]
    private static Tensor Stack(Tensor[] parts, int eventRank)
    {
        Tensor[] rows = [.. parts.Select(p => p.Reshape([.. p.Shape.Dimensions[..^eventRank], 1, .. p.Shape.Dimensions[^eventRank..]]))];
        return TensorOps.Concat(-1 - eventRank, rows);
    }
}
