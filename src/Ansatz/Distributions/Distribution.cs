using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// A probability distribution, or a batch of them: an immutable value over its parameter tensors. Gradients flow to the parameters from
/// <see cref="LogProb"/>, and from <see cref="Sample"/> where <see cref="IsReparameterized"/>.
/// </summary>
/// <remarks>
/// <para>A value has shape [sample…, batch…, event…]: the event is one draw of one distribution, the batch holds distributions with parameters of
/// their own, the sample dimensions hold independent draws of each. Log-probabilities are in nats and have shape [sample…, batch…].</para>
/// <para>Off the support, at ±∞ and at NaN, log p is −∞ with a gradient of exactly 0: values there are replaced by a point inside before anything is computed.</para>
/// <para>To write one, derive a sealed class and implement <see cref="BatchShape"/>, <see cref="EventShape"/>, <see cref="LogProbInside"/> and
/// <see cref="Sample"/>; override <see cref="Support"/> unless it is all reals, and the statistics that have a closed form. tests/Ansatz.Outside/Cauchy.cs is the file to copy,
/// MultivariateNormalDiag.cs where the event has dimensions. Noise comes from <c>rng.Normal(shape, tape: parameter.Tape)</c>, which keeps a training step's memory on its tape.</para>
/// </remarks>
public abstract partial class Distribution
{
    /// <summary>The shape of the parameters of independent distributions held together.</summary>
    public abstract Shape BatchShape { get; }

    /// <summary>The shape of one draw; [] for a number.</summary>
    public abstract Shape EventShape { get; }

    /// <summary>Where the density is; elsewhere log p is −∞.</summary>
    public virtual Support Support => Support.Reals;

    /// <summary>Whether a draw is a differentiable function of the parameters.</summary>
    public virtual bool IsReparameterized => false;

    /// <summary>Whether e^{LogProb} integrates to 1. If it does not, LogProb is no likelihood and is never reported as one.</summary>
    public virtual bool IsNormalized => true;

    /// <summary>The mean, [batch…, event…].</summary>
    public virtual Tensor Mean => throw NoClosedForm("mean");

    /// <summary>The variance of each element, [batch…, event…].</summary>
    public virtual Tensor Variance => throw NoClosedForm("variance");

    /// <summary>The standard deviation of each element, [batch…, event…].</summary>
    public virtual Tensor StandardDeviation => Variance.Sqrt();

    /// <summary>−E[log p] in nats, [batch…]; for continuous distributions the differential entropy.</summary>
    public virtual Tensor Entropy => throw NoClosedForm("entropy");

    /// <summary>The value of the support with the highest density or probability, [batch…, event…]; the least one if there are several, NaN if there is none.</summary>
    public virtual Tensor Mode => throw NoClosedForm("mode");

    /// <summary>log p(value) in nats; −∞ off the support.</summary>
    /// <param name="value">[sample…, batch…, event…]; the leading dimensions broadcast with the batch.</param>
    /// <returns>[sample…, batch…].</returns>
    /// <exception cref="ArgumentException">The value's shape does not fit.</exception>
    public Tensor LogProb(Tensor value)
    {
        var shape = ShapeOfScore(value.Shape, nameof(LogProb));
        if (!value.IsTraced && Support.ContainsAll(value.StopGradient())) return LogProbInside(value).BroadcastTo(shape);
        var rank = EventShape.Rank;
        var inside = Support.Contains(value, rank);
        var safe = inside.ForEvents(rank).Where(value, Support.InteriorPoint(value.Shape));
        return inside.Where(LogProbInside(safe), float.NegativeInfinity).BroadcastTo(shape);
    }

    /// <summary>log p(value) for values that all lie on the support and have a fitting shape; the result broadcasts to [sample…, batch…].</summary>
    protected abstract Tensor LogProbInside(Tensor value);

    /// <summary>The same for the library's distributions that are made of others.</summary>
    internal Tensor ScoreInside(Tensor value) => LogProbInside(value);

    /// <summary>KL(this ‖ other) in closed form, [batch…], if this type of your own has one; null otherwise. <see cref="KlDivergence"/> asks where it knows no closed form.</summary>
    /// <param name="other">A distribution with the same event shape.</param>
    protected virtual Tensor? DivergenceTo(Distribution other) => null;

    /// <summary>KL(other ‖ this) in closed form, [batch…]; null if there is none. It is asked where the other has no <see cref="DivergenceTo"/>.</summary>
    /// <param name="other">A distribution with the same event shape.</param>
    protected virtual Tensor? DivergenceFrom(Distribution other) => null;

    internal static Tensor? OwnDivergence(Distribution p, Distribution q) => p.DivergenceTo(q) ?? q.DivergenceFrom(p);

    /// <summary>Throws if an element of a parameter is NaN.</summary>
    protected void RequireNumbers(Tensor parameter, string name) => ParameterChecks.RequireNumbers(parameter, Name, name);

    /// <summary>Throws unless every element of a parameter is positive and finite.</summary>
    protected void RequirePositive(Tensor parameter, string name) => ParameterChecks.RequirePositive(parameter, Name, name);

    /// <summary>Two parameters broadcast to their common shape, in the memory of a tape if one of them is on it.</summary>
    protected (Tensor A, Tensor B) Broadcast(Tensor a, Tensor b, string names) => ParameterChecks.Broadcast(a, b, Name, names);

    /// <summary>Draws [sample…, batch…, event…].</summary>
    /// <param name="rng">The stream to draw from.</param>
    /// <param name="sampleShape">How many draws of each distribution; [] for one.</param>
    public abstract Tensor Sample(Rng rng, Shape sampleShape = default);

    /// <summary>Draws, and their log-probability: what <see cref="Sample"/> and then <see cref="LogProb"/> give, without inverting a bijector on the way back.</summary>
    public virtual (Tensor Value, Tensor LogProb) SampleAndLogProb(Rng rng, Shape sampleShape = default)
    {
        var value = Sample(rng, sampleShape);
        return (value, LogProb(value));
    }

    /// <summary>
    /// This distribution as a bijector's image of one whose draws a float keeps, or null. Rounding may put its own draws outside the support.
    /// </summary>
    internal virtual (Distribution Base, Bijector Map)? Image => null;

    public override string ToString() => $"{Name}(batch {BatchShape}, event {EventShape})";

    private protected string Name => GetType().Name;

    private protected NotSupportedException NoClosedForm(string statistic) =>
        new($"{Name}: its {statistic} has no closed form here; estimate it from Sample.");

    private protected Shape ShapeOfScore(Shape value, string member)
    {
        var rank = EventShape.Rank;
        if (value.Rank < rank || value[^rank..] != EventShape)
            throw new ArgumentException($"{Name}.{member}: the value {value} does not end in the event shape {EventShape}.", nameof(value));
        var leading = value[..^rank];
        if (BatchShape.Rank == 0 || leading == BatchShape) return leading;
        try
        {
            return Shape.Broadcast(leading, BatchShape);
        }
        catch (ArgumentException inner)
        {
            throw new ArgumentException($"{Name}.{member}: the value {value} has leading dimensions {leading}, which do not broadcast with the batch shape {BatchShape}; put sample dimensions in front of the batch.", nameof(value), inner);
        }
    }
}
