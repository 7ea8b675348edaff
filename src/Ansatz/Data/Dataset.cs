using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Examples of one shape, with or without labels, in memory as bytes or floats. Bytes are pixels and are read as value/255. A part of a data set
/// shares its storage.
/// </summary>
public sealed class Dataset
{
    private readonly byte[]? bytes;
    private readonly float[]? floats;
    private readonly int[]? labels;
    private readonly int[] rows; // where each example lies in the storage

    private Dataset(Shape exampleShape, byte[]? bytes, float[]? floats, int[]? labels, int[] rows) =>
        (ExampleShape, this.bytes, this.floats, this.labels, this.rows, ClassCount) = (exampleShape, bytes, floats, labels, rows, labels is [_, ..] ? labels.Max() + 1 : 0);

    /// <summary>The shape of one example, for instance [36, 36, 3].</summary>
    public Shape ExampleShape { get; }

    public int Count => rows.Length;

    public bool HasLabels => labels is not null;

    /// <summary>One more than the largest label of the data set that this one is or was taken from; 0 without labels.</summary>
    public int ClassCount { get; }

    /// <param name="pixels">Count × example length bytes; not copied.</param>
    /// <param name="exampleShape">The shape of one example.</param>
    /// <param name="labels">One an example, or null.</param>
    public static Dataset FromBytes(byte[] pixels, Shape exampleShape, int[]? labels = null) =>
        new(exampleShape, pixels, null, labels, Rows(pixels.Length, exampleShape, labels));

    /// <param name="values">Count × example length floats; not copied.</param>
    /// <param name="exampleShape">The shape of one example.</param>
    /// <param name="labels">One an example, or null.</param>
    public static Dataset FromFloats(float[] values, Shape exampleShape, int[]? labels = null) =>
        new(exampleShape, null, values, labels, Rows(values.Length, exampleShape, labels));

    /// <summary>The examples at these positions, in this order.</summary>
    public Dataset Pick(ReadOnlySpan<int> positions)
    {
        var picked = new int[positions.Length];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = (uint)positions[i] < (uint)Count ? rows[positions[i]] : throw new ArgumentOutOfRangeException(nameof(positions), $"Dataset: it has no example {positions[i]} among its {Count}.");
        return new Dataset(ExampleShape, bytes, floats, labels, picked);
    }

    /// <summary>Examples start to start + count − 1.</summary>
    public Dataset Slice(int start, int count) => start < 0 || count < 0 || count > Count - start
        ? throw new ArgumentOutOfRangeException(nameof(start), $"Dataset: {count} examples from {start} on are not among its {Count}.")
        : new Dataset(ExampleShape, bytes, floats, labels, rows.AsSpan(start, count).ToArray());

    /// <summary>The first part of the given share, and the rest.</summary>
    /// <param name="share">In (0, 1); the first part has share · Count examples, rounded to the nearest.</param>
    public (Dataset First, Dataset Second) Split(double share)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), $"Dataset: the share of the first part is {share}; expected more than 0 and less than 1.");
        var count = (int)Math.Round(share * Count);
        return (Slice(0, count), Slice(count, Count - count));
    }

    public int Label(int position) => labels is null
        ? throw new InvalidOperationException("Dataset: it has no labels.")
        : labels[rows[position]];

    /// <summary>The class of each example, or null without labels.</summary>
    public int[]? Labels() => labels is null ? null : [.. rows.Select(r => labels[r])];

    /// <summary>Copies one example, pixels as value/255.</summary>
    public void CopyTo(int position, Span<float> destination)
    {
        var length = ExampleShape.Size;
        if (floats is null) PixelConversion.ToUnit(Bytes(position), destination);
        else floats.AsSpan(rows[position] * length, length).CopyTo(destination);
    }

    /// <summary>Asks for an example, or its first page, while another is copied: the processor cannot guess where the next of a shuffled order lies.</summary>
    internal unsafe void Ask(int position)
    {
        const int Line = 64, Page = 4096;
        var first = rows[position] * ExampleShape.Size;
        var length = ExampleShape.Size * (floats is null ? 1 : sizeof(float));
        fixed (byte* b = bytes)
        fixed (float* f = floats)
        {
            var start = floats is null ? (float*)(b + first) : f + first;
            Prefetch.Rectangle(start, 1, 0, (Math.Min(length, Page) + Line - 1) / Line, Line / sizeof(float));
        }
    }

    internal bool HasBytes => bytes is not null;

    /// <summary>One example as it is stored.</summary>
    internal ReadOnlySpan<byte> Bytes(int position) => bytes.AsSpan(rows[position] * ExampleShape.Size, ExampleShape.Size);

    /// <summary>The examples at these positions as [n, example…], outside any tape.</summary>
    public Tensor ToTensor(ReadOnlySpan<int> positions)
    {
        var tensor = Tensor.Allocate(new Shape(positions.Length).Concat(ExampleShape));
        for (var i = 0; i < positions.Length; i++) CopyTo(positions[i], tensor.Span.Slice(i * ExampleShape.Size, ExampleShape.Size));
        return tensor;
    }

    /// <summary>Examples start to start + count − 1 as [n, example…], outside any tape.</summary>
    public Tensor ToTensor(int start, int count) => ToTensor([.. Enumerable.Range(start, count)]);

    private static int[] Rows(int length, Shape exampleShape, int[]? labels)
    {
        if (exampleShape.Size == 0 || length % exampleShape.Size != 0)
            throw new ArgumentException($"Dataset: {length} values are no whole number of examples of shape {exampleShape}.");
        var count = length / exampleShape.Size;
        if (labels is not null && labels.Length != count)
            throw new ArgumentException($"Dataset: {count} examples but {labels.Length} labels.");
        if (labels is not null && labels.Any(l => l < 0))
            throw new ArgumentException($"Dataset: found the label {labels.First(l => l < 0)}; expected class numbers of 0 or more.");
        return [.. Enumerable.Range(0, count)];
    }
}
