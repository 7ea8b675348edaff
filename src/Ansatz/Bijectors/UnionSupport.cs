using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The values that lie in the support of at least one of a mixture's components, whose bounds may differ along the last batch dimension.</summary>
internal sealed class UnionSupport(Support components, int eventRank) : Support
{
    public override int EventRank => eventRank;

    public override Tensor Contains(Tensor value) => components.Contains(PerComponent(value), eventRank).Sum(-1).IsBetween(1, float.MaxValue);

    // What lies in every component's support, as all points do most of the time, needs no count of components.
    public override bool ContainsAll(Tensor value) => components.ContainsAll(PerComponent(value)) || base.ContainsAll(value);

    // A point of the first component's support.
    public override Tensor InteriorPoint(Shape shape)
    {
        var points = components.InteriorPoint([.. shape.Dimensions[..^eventRank], 1, .. shape.Dimensions[^eventRank..]]);
        var axis = points.Rank - eventRank - 1;
        return axis < 0 ? points : points.Slice(axis, 0, 1).Reshape(points.Shape[..axis].Concat(points.Shape[(axis + 1)..]));
    }

    private Tensor PerComponent(Tensor value) => value.Reshape([.. value.Shape.Dimensions[..^eventRank], 1, .. value.Shape.Dimensions[^eventRank..]]);

    public override string ToString() => components.ToString()!;
}
