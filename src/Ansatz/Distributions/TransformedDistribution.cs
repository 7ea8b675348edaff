using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The distribution of y = f(x) for x from a base distribution: log p(y) = log p_base(f⁻¹(y)) + log |det ∂f⁻¹(y)|.
/// </summary>
/// <remarks>
/// The batch is that of the base distribution and of the bijector's parameters together, and every member has draws of its own. Values outside the
/// bijector's codomain are replaced before the inversion, and their log p is −∞.
/// </remarks>
/// <example><code>
/// var flow = new TransformedDistribution(new MultivariateNormalDiag(Tensor.Zeros([2]), 0.3f), new Chain(…));
/// </code></example>
public sealed class TransformedDistribution : Distribution
{
    private readonly Shape leadingBatch;

    /// <param name="distribution">The distribution of x.</param>
    /// <param name="bijector">f, applied to events of at least its own rank.</param>
    public TransformedDistribution(Distribution distribution, Bijector bijector)
    {
        Base = distribution;
        Bijector = bijector;
        var rank = distribution.EventShape.Rank;
        var ownDimensions = rank - bijector.InputEventRank;
        if (ownDimensions < 0)
            throw new ArgumentException($"TransformedDistribution: the bijector maps events of {bijector.InputEventRank} dimensions, the base has event shape {distribution.EventShape}; wrap the base in Independent to give its events more.", nameof(bijector));
        EventShape = bijector.ForwardEventShape(distribution.EventShape);
        var parameters = bijector.BatchShape;
        var withinEvent = Math.Min(ownDimensions, parameters.Rank);
        if (Shape.Broadcast(parameters[^withinEvent..], distribution.EventShape[..ownDimensions]) != distribution.EventShape[..ownDimensions])
            throw new ArgumentException($"TransformedDistribution: the bijector's parameters have shape {parameters}, which does not broadcast to the base's event shape {distribution.EventShape}.", nameof(bijector));
        BatchShape = Shape.Broadcast(distribution.BatchShape, parameters[..^withinEvent]);
        leadingBatch = BatchShape[..^distribution.BatchShape.Rank];
        if (leadingBatch.Concat(distribution.BatchShape) != BatchShape)
            throw new ArgumentException($"TransformedDistribution: the base has batch shape {distribution.BatchShape}, together with the bijector's parameters it is {BatchShape}; give the base parameters of that batch shape, so that each has its own draws.", nameof(distribution));
    }

    /// <summary>The distribution of x.</summary>
    public Distribution Base { get; }

    /// <summary>f.</summary>
    public Bijector Bijector { get; }

    public override Shape BatchShape { get; }

    public override Shape EventShape { get; }

    public override Support Support => Base.Support.Through(Bijector);

    public override bool IsReparameterized => Base.IsReparameterized;

    public override bool IsNormalized => Base.IsNormalized;

    protected override Tensor LogProbInside(Tensor value)
    {
        var (x, logDet) = Bijector.InverseAndLogDet(value);
        return Score(Base.LogProb(x), OverEvent(logDet, value));
    }

    public override Tensor Sample(Rng rng, Shape sampleShape = default) => Bijector.Forward(Base.Sample(rng, sampleShape.Concat(leadingBatch)));

    /// <summary>log p(y) = log p_base(x) − log |det ∂f(x)| at the x that was drawn.</summary>
    public override (Tensor Value, Tensor LogProb) SampleAndLogProb(Rng rng, Shape sampleShape = default)
    {
        var (x, logProb) = Base.SampleAndLogProb(rng, sampleShape.Concat(leadingBatch));
        var (y, logDet) = Bijector.ForwardAndLogDet(x);
        return (y, Score(logProb, -OverEvent(logDet, y)));
    }

    /// <summary>F(y) = F_base(f⁻¹(y)) if f rises, 1 − F_base(f⁻¹(y)) if it falls. For numbers from a continuous base.</summary>
    public override Tensor Cdf(Tensor value) => ImageOfTail(value, nameof(Cdf), p => p.Cdf, p => p.Survival, 0, 1);

    public override Tensor Survival(Tensor value) => ImageOfTail(value, nameof(Survival), p => p.Survival, p => p.Cdf, 1, 0);

    public override Tensor LogCdf(Tensor value) => ImageOfTail(value, nameof(LogCdf), p => p.LogCdf, p => p.LogSurvival, float.NegativeInfinity, 0);

    public override Tensor LogSurvival(Tensor value) => ImageOfTail(value, nameof(LogSurvival), p => p.LogSurvival, p => p.LogCdf, 0, float.NegativeInfinity);

    /// <summary>f(Q_base(p)) if f rises, f(Q_base(1 − p)) if it falls.</summary>
    public override Tensor Quantile(Tensor probability)
    {
        RequireNumbers(nameof(Quantile));
        var p = Rises().Where(probability, 1 - probability);
        return Bijector.Forward(Base.Quantile(p)).BroadcastTo(ShapeOfScore(probability.Shape, nameof(Quantile)));
    }

    private Tensor ImageOfTail(Tensor value, string member, Func<Distribution, Func<Tensor, Tensor>> rising, Func<Distribution, Func<Tensor, Tensor>> falling, float below, float above)
    {
        RequireNumbers(member);
        var shape = ShapeOfScore(value.Shape, member);
        var untracked = value.StopGradient();
        var inside = Bijector.Codomain.Contains(untracked);
        var x = Bijector.InverseAndLogDet(inside.Where(value, Bijector.Codomain.InteriorPoint(value.Shape))).X;
        var image = Rises().Where(rising(Base)(x), falling(Base)(x));
        var median = Bijector.Forward(Base.Quantile(Tensor.Full(Base.BatchShape, 0.5f))).StopGradient();
        var beyond = untracked.GreaterThan(median).Where(above, untracked.EqualTo(untracked).Where(below, float.NaN));
        return inside.Where(image, beyond).BroadcastTo(shape);
    }

    /// <summary>1 where f rises: it keeps the order of the quartiles.</summary>
    private Tensor Rises()
    {
        var (low, high) = (Base.Quantile(Tensor.Full(Base.BatchShape, 0.25f)), Base.Quantile(Tensor.Full(Base.BatchShape, 0.75f)));
        return Bijector.Forward(high).StopGradient().GreaterThan(Bijector.Forward(low).StopGradient());
    }

    private void RequireNumbers(string member)
    {
        if (EventShape.Rank > 0 || Base.EventShape.Rank > 0 || Base.IsDiscrete) throw NoFunction(member);
    }

    internal override (Distribution Base, Bijector Map)? Image => Bijector is not Chain chain ? (Base, Bijector)
        : chain.SplitLast() is var (first, last) && first is null ? (Base, last) : (new TransformedDistribution(Base, first), last);

    /// <summary>
    /// The sum of the base's log p and the log-determinant of the inverse, and −∞ where a map has no volume. If a scale has underflowed to 0, the sum would be −∞ + ∞ = NaN.
    /// </summary>
    private static Tensor Score(Tensor baseScore, Tensor logDet)
    {
        var sum = baseScore + logDet;
        var (fixedScore, fixedLogDet) = (baseScore.StopGradient(), logDet.StopGradient());
        if (Predicates.All(Bijectors.Support.Finite, fixedScore) && Predicates.All(Bijectors.Support.Finite, fixedLogDet)) return sum;
        var isInfinite = fixedScore.IsBetween(float.NegativeInfinity, float.NegativeInfinity) + fixedLogDet.Abs().IsBetween(float.PositiveInfinity, float.PositiveInfinity);
        return isInfinite.Where(float.NegativeInfinity, sum);
    }

    private Tensor OverEvent(Tensor logDet, Tensor value)
    {
        var summed = logDet.SumLast(Base.EventShape.Rank - Bijector.InputEventRank);
        var expected = Shape.Broadcast(value.Shape[..^EventShape.Rank], BatchShape);
        if (Shape.Broadcast(summed.Shape, expected) != expected)
            throw new InvalidOperationException($"{Bijector.GetType().Name}: its log-determinant has shape {summed.Shape} where {expected} was expected; if its parameters have a batch, override BatchShape to say so.");
        return summed;
    }
}
