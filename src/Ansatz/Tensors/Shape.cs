using System.Collections;
using System.Runtime.CompilerServices;

namespace Ansatz.Tensors;

/// <summary>The lengths of a tensor's dimensions, outermost first. The default is a scalar's: no dimensions, one element.</summary>
[CollectionBuilder(typeof(ShapeBuilder), nameof(ShapeBuilder.Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    /// <summary>The most dimensions of a shape, so that loops and recursions over dimensions stay short.</summary>
    internal const int MostDimensions = 64;

    private readonly int[]? dimensions;

    /// <param name="dimensions">At most 64, each 0 or more.</param>
    /// <exception cref="ArgumentException">There are too many dimensions or elements, or a dimension is negative.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length > MostDimensions)
            throw new ArgumentException($"Shape: {dimensions.Length} dimensions were given; expected at most {MostDimensions}.", nameof(dimensions));
        var size = 1L;
        foreach (var d in dimensions)
        {
            if (d < 0) throw new ArgumentException($"Shape: dimension {d} is negative in [{string.Join(", ", dimensions.ToArray())}].", nameof(dimensions));
            size = Math.Min(size * d, 1L << 31);
        }
        if (size > int.MaxValue)
            throw new ArgumentException($"Shape: [{string.Join(", ", dimensions.ToArray())}] holds more than {int.MaxValue} elements.", nameof(dimensions));
        this.dimensions = dimensions.Length == 0 ? null : dimensions.ToArray();
    }

    public ReadOnlySpan<int> Dimensions => dimensions;

    public int Rank => dimensions?.Length ?? 0;

    /// <summary>The number of dimensions, as a collection counts them.</summary>
    public int Count => Rank;

    /// <summary>The number of elements: the product of the dimensions, 1 for a scalar. It is not called Length, because in C# that would be the number of dimensions.</summary>
    public int Size
    {
        get
        {
            var size = 1;
            foreach (var d in Dimensions) size *= d;
            return size;
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The shape has no such dimension.</exception>
    public int this[int axis] => (uint)axis < (uint)Rank
        ? dimensions![axis]
        : throw new ArgumentOutOfRangeException(nameof(axis), $"Shape: {this} has no dimension {axis}; it has {Rank}.");

    /// <exception cref="ArgumentOutOfRangeException">The shape has no such dimension.</exception>
    public int this[Index axis] => this[axis.GetOffset(Rank)];

    /// <summary>The dimensions in a range, for instance <c>shape[..^1]</c> for all but the last.</summary>
    public Shape this[Range range] => new(Dimensions[range]);

    /// <summary>These dimensions followed by the other's.</summary>
    public Shape Concat(Shape other) => new([.. Dimensions, .. other.Dimensions]);

    /// <summary>
    /// The shape to which both broadcast. The shapes are aligned at the last dimension; in each dimension they are equal or one of them is 1.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        if (a == b) return a;
        var rank = Math.Max(a.Rank, b.Rank);
        var result = new int[rank];
        for (var i = 1; i <= rank; i++)
        {
            var p = i <= a.Rank ? a[^i] : 1;
            var q = i <= b.Rank ? b[^i] : 1;
            if (p != q && p != 1 && q != 1)
                throw new ArgumentException($"Shapes {a} and {b} do not broadcast: {p} against {q} at dimension −{i}; each must be equal or 1.", nameof(b));
            result[^i] = p == 1 ? q : p;
        }
        return new Shape(result);
    }

    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var d in Dimensions) hash.Add(d);
        return hash.ToHashCode();
    }

    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(dimensions ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", Dimensions.ToArray())}]";
}

/// <summary>Lets a shape be written as a collection: <c>Shape s = [32, 36, 36, 3];</c></summary>
public static class ShapeBuilder
{
    public static Shape Create(ReadOnlySpan<int> dimensions) => new(dimensions);
}
