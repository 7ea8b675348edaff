namespace Ansatz.Onnx;

/// <summary>The length of a dimension as a function of the batch size n: perExample·n + fixed.</summary>
/// <param name="PerExample">0 where the length does not depend on the batch.</param>
/// <param name="Fixed">0 or more.</param>
internal readonly record struct Extent(int PerExample, int Fixed)
{
    public static Extent One { get; } = new(0, 1);

    public static implicit operator Extent(int length) => new(0, length);

    public bool IsFixed => PerExample == 0;

    /// <summary>The extents of a shape that was seen at two batch sizes.</summary>
    /// <exception cref="InvalidOperationException">The ranks differ, or a length is no such function of the batch size, such as its square.</exception>
    public static Extent[] Between(Shape first, int firstBatch, Shape second, int secondBatch, string what)
    {
        var extents = new Extent[first.Rank];
        for (var axis = 0; axis < extents.Length; axis++)
        {
            var (more, examples) = (axis < second.Rank ? second[axis] - first[axis] : -1, secondBatch - firstBatch);
            extents[axis] = new Extent(more / examples, first[axis] - more / examples * firstBatch);
            if (first.Rank != second.Rank || more % examples != 0 || extents[axis].Fixed < 0)
                throw new InvalidOperationException($"OnnxModel: {what} has shape {first} for {firstBatch} examples and {second} for {secondBatch}; expected lengths that are fixed or grow in proportion to the batch.");
        }
        return extents;
    }

    /// <summary>The shape to which all broadcast, aligned at the last dimension.</summary>
    public static Extent[] Broadcast(IEnumerable<Extent[]> shapes) => shapes.Aggregate((Extent[])[], (a, b) =>
    {
        var result = new Extent[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= result.Length; i++)
        {
            var (p, q) = (i <= a.Length ? a[^i] : One, i <= b.Length ? b[^i] : One);
            result[^i] = p == One ? q : p;
        }
        return result;
    });

    /// <summary>As a file shows it: 28, n, 2*n, n+1.</summary>
    public string Text => IsFixed ? $"{Fixed}" : $"{(PerExample == 1 ? "" : $"{PerExample}*")}n{(Fixed == 0 ? "" : $"+{Fixed}")}";
}
