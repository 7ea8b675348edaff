using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// A set of values: where a distribution has its density, or what a bijector can give. NaN lies in none, and ±∞ in none of those here.
/// </summary>
public abstract class Support
{
    /// <summary>Neither infinite nor NaN.</summary>
    internal static Between Finite { get; } = new(float.NegativeInfinity, float.PositiveInfinity, inclusive: false);

    /// <summary>Every finite number.</summary>
    public static Support Reals { get; } = new ElementSupport<Between>(Finite, 0, "the reals");

    /// <summary>0 &lt; x &lt; ∞.</summary>
    public static Support Positive { get; } = new ElementSupport<Between>(new Between(0, float.PositiveInfinity, inclusive: false), 1, "the positive reals");

    /// <summary>0 ≤ x &lt; ∞.</summary>
    public static Support NonNegative { get; } = new ElementSupport<Between>(new Between(0, float.MaxValue, inclusive: true), 1, "the non-negative reals");

    /// <summary>The integers 0, 1, 2, ….</summary>
    public static Support NonNegativeIntegers { get; } =
        new ElementSupport<IntegerBetween>(new IntegerBetween(0, float.MaxValue), 0, "the non-negative integers");

    /// <summary>0 ≤ x ≤ 1.</summary>
    public static Support UnitInterval { get; } = Interval(0, 1);

    /// <summary>The two numbers 0 and 1.</summary>
    public static Support ZeroOrOne { get; } = Integers(0, 1);

    /// <summary>low ≤ x ≤ high, or low &lt; x &lt; high.</summary>
    public static Support Interval(float low, float high, bool inclusive = true) => low < high
        ? new ElementSupport<Between>(new Between(low, high, inclusive), low / 2 + high / 2, inclusive ? $"[{low}, {high}]" : $"({low}, {high})")
        : throw new ArgumentException($"Support.Interval: low {low} is not below high {high}.", nameof(low));

    /// <summary>low ≤ x ≤ high with bounds of their own for each element; shapes broadcast.</summary>
    public static Support Interval(Tensor low, Tensor high) => new TensorInterval(low, high);

    /// <summary>The integers low, …, high.</summary>
    public static Support Integers(int low, int high) => low <= high
        ? new ElementSupport<IntegerBetween>(new IntegerBetween(low, high), low, $"the integers {low} to {high}")
        : throw new ArgumentException($"Support.Integers: low {low} is above high {high}.", nameof(low));

    /// <summary>How many of a value's last dimensions make one member of the set; 0 where each number is judged alone.</summary>
    public virtual int EventRank => 0;

    /// <summary>
    /// 1 where the value lies in the set, else 0: the value's shape without the last <see cref="EventRank"/> dimensions, broadcast with the set's own bounds.
    /// </summary>
    public abstract Tensor Contains(Tensor value);

    /// <summary>Whether <see cref="Contains(Tensor)"/> is 1 everywhere.</summary>
    public virtual bool ContainsAll(Tensor value) => Predicates.All(new Between(1, 1, inclusive: true), Contains(value));

    /// <summary>Some members of the set, which broadcast to the shape.</summary>
    public abstract Tensor InteriorPoint(Shape shape);

    /// <summary>The image of this set under a bijector that starts from it.</summary>
    public Support Through(Bijector bijector) => ReferenceEquals(this, Reals) ? bijector.Codomain : new ImageSupport(this, bijector);

    /// <summary>As <see cref="Contains(Tensor)"/> for events of this rank: 1 where the whole event lies in the set. It has no gradient.</summary>
    internal Tensor Contains(Tensor value, int eventRank)
    {
        var untracked = value.StopGradient();
        var inside = Contains(untracked);
        return inside.AllLast(eventRank - EventRank);
    }
}
