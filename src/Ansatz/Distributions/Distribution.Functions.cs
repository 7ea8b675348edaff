using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <content>The distribution function of a number, its complement and its inverse.</content>
public abstract partial class Distribution
{
    /// <summary>F(x) = P(X ≤ x) for events that are numbers. NaN gives NaN.</summary>
    /// <param name="value">[sample…, batch…]; broadcasts with the batch.</param>
    /// <returns>[sample…, batch…], with gradients by the value and by the parameters.</returns>
    /// <exception cref="NotSupportedException">The events are no numbers, or the function has no closed form.</exception>
    public virtual Tensor Cdf(Tensor value) => Probability(value, isUpper: false, isLog: false, nameof(Cdf));

    /// <summary>log F(x), also where F(x) underflows.</summary>
    /// <param name="value">[sample…, batch…]; broadcasts with the batch.</param>
    public virtual Tensor LogCdf(Tensor value) => Probability(value, isUpper: false, isLog: true, nameof(LogCdf));

    /// <summary>P(X &gt; x) = 1 − F(x), also where F(x) rounds to 1.</summary>
    /// <param name="value">[sample…, batch…]; broadcasts with the batch.</param>
    public virtual Tensor Survival(Tensor value) => Probability(value, isUpper: true, isLog: false, nameof(Survival));

    /// <summary>log P(X &gt; x), also where P(X &gt; x) underflows.</summary>
    /// <param name="value">[sample…, batch…]; broadcasts with the batch.</param>
    public virtual Tensor LogSurvival(Tensor value) => Probability(value, isUpper: true, isLog: true, nameof(LogSurvival));

    /// <summary>The least x with F(x) ≥ p: the inverse of <see cref="Cdf"/>. 0 and 1 give the bounds of the support, p outside [0, 1] gives NaN.</summary>
    /// <param name="probability">p in [0, 1], [sample…, batch…]; broadcasts with the batch.</param>
    /// <returns>[sample…, batch…]; of a continuous distribution with gradients by p and by the parameters.</returns>
    /// <exception cref="NotSupportedException">The events are no numbers, or the function has no closed form.</exception>
    public virtual Tensor Quantile(Tensor probability)
    {
        var functions = Functions ?? throw NoFunction(nameof(Quantile));
        return functions.Quantile(probability).BroadcastTo(ShapeOfScore(probability.Shape, nameof(Quantile)));
    }

    /// <summary>The family's functions in double, if there are some.</summary>
    internal virtual ScalarDistribution? Functions => null;

    /// <summary>Whether the values are isolated points, so that their quantiles have no gradient.</summary>
    internal virtual bool IsDiscrete => Functions is { IsDiscrete: true };

    private Tensor Probability(Tensor value, bool isUpper, bool isLog, string member)
    {
        if (Functions is not { } functions) throw NoFunction(member);
        return functions.Probability(value, isUpper, isLog).BroadcastTo(ShapeOfScore(value.Shape, member));
    }

    private protected NotSupportedException NoFunction(string member) => new(EventShape.Rank > 0
        ? $"{Name}.{member}: its events have shape {EventShape}; only distributions of numbers have a {member}."
        : $"{Name}.{member}: this distribution has no closed form of it; compare with draws from Sample.");
}
