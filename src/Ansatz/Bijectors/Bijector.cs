using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// A differentiable map with a differentiable inverse, y = f(x). Forward goes from the base variable to the data. Both directions give
/// log |det ∂f| beside the value: if x has density p, y has density p(f⁻¹(y)) · |det ∂f⁻¹(y)|.
/// </summary>
/// <remarks>
/// <para>An event is the last <see cref="EventRank"/> dimensions of x: 0 for a map of single numbers, 1 for a map of vectors. Every other
/// dimension is batch. A log-determinant has the value's shape without the event.</para>
/// <para>To write one, derive a sealed class and implement <see cref="ForwardAndLogDet"/> and <see cref="InverseAndLogDet"/>; everything else follows.
/// Override <see cref="EventRank"/> if the map mixes numbers, <see cref="BatchShape"/> if its parameters have a batch, <see cref="Codomain"/> if
/// some values are never reached. Shift.cs is the file to copy for maps of numbers, QuadraticShear.cs for maps of vectors. The laws in the tests apply to any bijector.</para>
/// </remarks>
/// <example><code>
/// sealed class Cube : Bijector
/// {
///     public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => …
///     public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => …
/// }
/// </code></example>
public abstract class Bijector
{
    /// <summary>How many of the last dimensions the map mixes.</summary>
    public virtual int EventRank => 0;

    /// <summary>The rank of an event before the map, where it differs from the rank after.</summary>
    public virtual int InputEventRank => EventRank;

    /// <summary>The rank of an event after the map.</summary>
    public virtual int OutputEventRank => EventRank;

    /// <summary>
    /// The shape of the parameters in front of the event; x is broadcast with it. A map of single numbers whose parameter has shape [2] has batch shape [2],
    /// though the 2 may be the event of the distribution it transforms.
    /// </summary>
    public virtual Shape BatchShape => [];

    /// <summary>The values that the map accepts.</summary>
    public virtual Support Domain => Support.Reals;

    /// <summary>The values that the map can give; only these may be inverted.</summary>
    public virtual Support Codomain => Support.Reals;

    /// <summary>The event's shape after the map.</summary>
    public virtual Shape ForwardEventShape(Shape inputEventShape) => inputEventShape;

    /// <summary>The event's shape before the map.</summary>
    public virtual Shape InverseEventShape(Shape outputEventShape) => outputEventShape;

    /// <summary>y = f(x) and log |det ∂f(x)|.</summary>
    /// <param name="x">[…batch, event].</param>
    public abstract (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x);

    /// <summary>x = f⁻¹(y) and log |det ∂f⁻¹(y)| = −log |det ∂f(x)|.</summary>
    /// <param name="y">[…batch, event], in the codomain; elsewhere the result is unspecified.</param>
    public abstract (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y);

    /// <summary>y = f(x).</summary>
    public virtual Tensor Forward(Tensor x) => ForwardAndLogDet(x).Y;

    /// <summary>x = f⁻¹(y).</summary>
    public virtual Tensor Inverse(Tensor y) => InverseAndLogDet(y).X;

    /// <summary>log |det ∂f(x)|.</summary>
    public Tensor ForwardLogDetJacobian(Tensor x) => ForwardAndLogDet(x).LogDet;

    /// <summary>log |det ∂f⁻¹(y)|.</summary>
    public Tensor InverseLogDetJacobian(Tensor y) => InverseAndLogDet(y).LogDet;

    /// <summary>Checks that the value's last dimension has the length that this map of vectors needs.</summary>
    protected void CheckEventLength(Tensor value, int length)
    {
        if (value.Rank == 0 || value.Shape[^1] != length)
            throw new ArgumentException($"{GetType().Name}: the value {value.Shape} has events of {(value.Rank == 0 ? 0 : value.Shape[^1])} elements, expected {length} in the last dimension.", nameof(value));
    }

    /// <summary>A log-determinant of 0 for a result of this shape, beside it in memory.</summary>
    protected Tensor NoVolumeChange(Tensor result)
    {
        var zeros = Tensor.Allocate(result.Shape[..^OutputEventRank], result.Tape);
        zeros.Span.Clear();
        return zeros;
    }
}
