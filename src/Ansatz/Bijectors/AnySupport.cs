using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The values that lie in at least one of some sets.</summary>
internal sealed class AnySupport(Support[] parts, int eventRank) : Support
{
    public override int EventRank => eventRank;

    public override Tensor Contains(Tensor value) =>
        parts.Select(p => p.Contains(value, eventRank)).Aggregate((a, b) => a + b).IsBetween(1, float.MaxValue);

    public override Tensor InteriorPoint(Shape shape) => parts[0].InteriorPoint(shape);

    public override string ToString() => string.Join(" or ", parts.Select(p => p.ToString()).Distinct());
}
