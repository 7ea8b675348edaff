using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The values that lie in the support of at least one of a mixture's components, whose bounds may differ along the last batch dimension.</summary>
internal sealed class UnionSupport(Support components, int eventRank) : Support
{
    public override int EventRank => eventRank;

    public override Tensor Contains(Tensor value)
    {
        var inside = components.Contains(value.Reshape([.. value.Shape.Dimensions[..^eventRank], 1, .. value.Shape.Dimensions[^eventRank..]]), eventRank);
        return inside.Sum(-1).IsBetween(1, float.MaxValue);
    }

    // A point of the first component's support.
    public override Tensor InteriorPoint(Shape shape)
    {
        var points = components.InteriorPoint([.. shape.Dimensions[..^eventRank], 1, .. shape.Dimensions[^eventRank..]]);
        var axis = points.Rank - eventRank - 1;
        return axis < 0 ? points : points.Slice(axis, 0, 1).Reshape(points.Shape[..axis].Concat(points.Shape[(axis + 1)..]));
    }

    public override string ToString() => components.ToString()!;
}
