using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>A set of vectors or matrices that is told by a test and shown by one member.</summary>
/// <param name="eventRank">1 for vectors, 2 for matrices.</param>
/// <param name="contains">From […, event] to a mask […]; infinite and NaN elements must give 0.</param>
/// <param name="interior">From the shape of an event to a member.</param>
/// <param name="name">For messages.</param>
internal sealed class EventSupport(int eventRank, Func<Tensor, Tensor> contains, Func<Shape, Tensor> interior, string name) : Support
{
    /// <summary>How far a sum that must be 1 may differ from it, as rounding makes it.</summary>
    public const float SumTolerance = 1e-5f;

    public override int EventRank => eventRank;

    public override Tensor Contains(Tensor value) => contains(value.StopGradient());

    public override Tensor InteriorPoint(Shape shape) => interior(shape[^eventRank..]);

    public override string ToString() => name;
}
