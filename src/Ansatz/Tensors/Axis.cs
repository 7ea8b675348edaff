namespace Ansatz.Tensors;

/// <summary>Resolves the number of a dimension. Negative numbers count from the end: −1 is the last dimension.</summary>
internal static class Axis
{
    public static int Resolve(string operation, Shape shape, int axis)
    {
        var resolved = axis < 0 ? axis + shape.Rank : axis;
        return resolved >= 0 && resolved < shape.Rank
            ? resolved
            : throw new ArgumentException($"{operation}: axis {axis} does not exist in shape {shape}; it has {shape.Rank} dimensions.", nameof(axis));
    }

    /// <summary>The shape after a reduction along a dimension: without the dimension, or with length 1 in its place.</summary>
    public static Shape Without(Shape shape, int axis, bool keepDimension) =>
        keepDimension ? [.. shape.Dimensions[..axis], 1, .. shape.Dimensions[(axis + 1)..]] : [.. shape.Dimensions[..axis], .. shape.Dimensions[(axis + 1)..]];
}
