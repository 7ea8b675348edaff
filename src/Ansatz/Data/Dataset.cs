using Ansatz.Bijectors;
using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Examples of one shape, with or without labels, in memory as bytes or floats, or in a file that is larger than memory. Bytes are pixels and are read as value/255. A part of a data set
/// shares its storage.
/// </summary>
public sealed class Dataset : IExampleSource
{
    private readonly ExampleStorage storage;
    private readonly int[]? labels;
    private readonly string[]? files;
    private readonly int[] rows; // the place of each example in the storage

    private Dataset(Shape exampleShape, ExampleStorage storage, int[]? labels, IReadOnlyList<string>? classNames, string[]? files, int[] rows)
    {
        (ExampleShape, this.storage, this.labels, ClassNames, this.files, this.rows) = (exampleShape, storage, labels, classNames, files, rows);
        ClassCount = classNames?.Count ?? (labels is [_, ..] ? labels.Max() + 1 : 0);
    }

    private Dataset(Dataset whole, int[] rows) : this(whole.ExampleShape, whole.storage, whole.labels, whole.ClassNames, whole.files, rows)
    {
    }

    /// <summary>The shape of one example, for instance [36, 36, 3].</summary>
    public Shape ExampleShape { get; }

    public int Count => rows.Length;

    public bool HasLabels => labels is not null;

    /// <summary>The number of class names; without names, one more than the largest label of the data set that this one is or was taken from; 0 without labels.</summary>
    public int ClassCount { get; }

    /// <summary>What the labels 0, 1, … mean; null if nobody named the classes.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <param name="pixels">Count × example length bytes; not copied.</param>
    /// <param name="exampleShape">The shape of one example.</param>
    /// <param name="labels">One per example, or null.</param>
    public static Dataset FromBytes(byte[] pixels, Shape exampleShape, int[]? labels = null) =>
        new(exampleShape, new MemoryStorage<byte>(pixels, exampleShape.Size), labels, null, null, Rows(pixels.Length, exampleShape, labels));

    /// <param name="values">Count × example length finite floats; not copied.</param>
    /// <param name="exampleShape">The shape of one example.</param>
    /// <param name="labels">One per example, or null.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite, or the lengths do not fit; the message gives the example's index.</exception>
    public static Dataset FromFloats(float[] values, Shape exampleShape, int[]? labels = null)
    {
        var inOrder = Rows(values.Length, exampleShape, labels);
        var wrong = Array.FindIndex(values, v => !float.IsFinite(v));
        if (wrong >= 0)
            throw new ArgumentException(FormattableString.Invariant($"Dataset: found {values[wrong]} in example {wrong / exampleShape.Size}, element {wrong % exampleShape.Size}; expected finite numbers; repair this example or leave it out."), nameof(values));
        return new Dataset(exampleShape, new MemoryStorage<float>(values, exampleShape.Size), labels, null, null, inOrder);
    }

    /// <summary>Examples that are kept elsewhere.</summary>
    /// <param name="storage">Where.</param>
    /// <param name="exampleShape">The shape of one example.</param>
    /// <param name="labels">One per example, or null.</param>
    internal static Dataset Of(ExampleStorage storage, Shape exampleShape, int[]? labels = null) =>
        new(exampleShape, storage, labels, null, null, InOrder(storage.Count, labels));

    /// <summary>The rows of a tensor, copied: what a model's verbs give, as data.</summary>
    /// <param name="values">[n, example…], finite.</param>
    /// <param name="labels">One per example, or null.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite, or the lengths do not fit; the message gives the example's index.</exception>
    public static Dataset FromTensor(Tensor values, int[]? labels = null) => values.Rank > 0
        ? FromFloats(values.ToArray(), values.Shape[1..], labels)
        : throw new ArgumentException("Dataset: found a single number; expected [n, example…].", nameof(values));

    /// <summary>The same examples, with names for their classes.</summary>
    /// <param name="names">One per class, from label 0 on.</param>
    /// <exception cref="ArgumentException">There are no labels, there are too few names, or a name comes twice.</exception>
    public Dataset WithClassNames(IReadOnlyList<string> names)
    {
        if (labels is null) throw new ArgumentException("Dataset: it has class names but no labels; give labels first.", nameof(names));
        if (labels is [_, ..] && labels.Max() >= names.Count) throw new ArgumentException($"Dataset: {names.Count} class names, but the largest label is {labels.Max()}; expected a name for each label.", nameof(names));
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new ArgumentException($"Dataset: the class name '{twice.Key}' comes twice; expected different names.", nameof(names));
        return new Dataset(ExampleShape, storage, labels, [.. names], files, rows);
    }

    /// <summary>
    /// The same examples with their labels counted in other class names, for instance those of a trained model: a class keeps its name, and its label becomes the
    /// position of that name. Without class names of its own, the data set keeps its labels.
    /// </summary>
    /// <param name="names">The class names to count in.</param>
    /// <exception cref="ArgumentException">A class of the examples is not among the names, or there are no labels.</exception>
    public Dataset MatchClasses(IReadOnlyList<string> names)
    {
        if (labels is null || ClassNames is null) return WithClassNames(names);
        List<string> wanted = [.. names];
        int[] positions = [.. ClassNames.Select(own => wanted.IndexOf(own))];
        var unknown = Array.FindIndex(rows, r => positions[labels[r]] < 0);
        if (unknown >= 0) throw new ArgumentException($"Dataset: the class '{ClassNames[labels[rows[unknown]]]}' is not among {string.Join(", ", names)}; expected only these classes.", nameof(names));
        // Examples of the storage that are not in this part may belong to an unknown class; their label is never read.
        return new Dataset(ExampleShape, storage, [.. labels.Select(l => Math.Max(0, positions[l]))], wanted, files, rows);
    }

    /// <summary>The examples at these positions, in this order.</summary>
    public Dataset Pick(ReadOnlySpan<int> positions)
    {
        var picked = new int[positions.Length];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = (uint)positions[i] < (uint)Count ? rows[positions[i]] : throw new ArgumentOutOfRangeException(nameof(positions), $"Dataset: it has no example {positions[i]} among its {Count}.");
        return new Dataset(this, picked);
    }

    /// <summary>Examples start to start + count − 1.</summary>
    public Dataset Slice(int start, int count) => start < 0 || count < 0 || count > Count - start
        ? throw new ArgumentOutOfRangeException(nameof(start), $"Dataset: {count} examples from {start} on are not among its {Count}.")
        : new Dataset(this, rows.AsSpan(start, count).ToArray());

    /// <summary>All examples in a random order, which depends on the stream alone.</summary>
    public Dataset Shuffle(Rng rng) => Pick(rng.Permutation(Count));

    /// <summary>
    /// Two parts, each in this data set's order. Without labels, the first examples are the first part. With labels, the first examples of each class are:
    /// every class gives its share, and a class of two or more examples is in both parts. Shuffle first for a random split.
    /// </summary>
    /// <param name="share">
    /// In (0, 1); the first part has share · Count examples, rounded to the nearest. With labels it has more or fewer only if a class would be missing from a part.
    /// </param>
    public (Dataset First, Dataset Second) Split(double share)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), FormattableString.Invariant($"Dataset: the share of the first part is {share}; expected more than 0 and less than 1."));
        var count = (int)Math.Round(share * Count);
        if (Labels() is not { } classes) return (Slice(0, count), Slice(count, Count - count));
        var isFirst = Stratification.FirstPart(classes, share, count);
        return (Where(isFirst, true), Where(isFirst, false));
    }

    public int Label(int position) => labels is null
        ? throw new InvalidOperationException("Dataset: it has no labels.")
        : labels[rows[position]];

    /// <summary>The class of each example, or null without labels.</summary>
    public int[]? Labels() => labels is null ? null : [.. rows.Select(r => labels[r])];

    /// <summary>The file of each example, relative to the folder that was read; null if the examples come from elsewhere.</summary>
    public string[]? Files() => files is null ? null : [.. rows.Select(r => files[r])];

    /// <summary>Copies one example, pixels as value/255.</summary>
    public void CopyTo(int position, Span<float> destination) => storage.CopyTo(rows[position], destination);

    /// <summary>[0, 1] for bytes, which needs no check.</summary>
    Support IExampleSource.ValueSupport => storage.ValueSupport;

    bool IExampleSource.IsSlow => storage.IsSlow;

    void IExampleSource.Prefetch(int position) => storage.Prefetch(rows[position]);

    internal bool HasBytes => storage.HasBytes;

    /// <summary>Whether the examples are too large for memory.</summary>
    internal bool IsOutsideMemory => storage.IsSlow;

    /// <summary>The bytes of one example, if it has bytes.</summary>
    /// <param name="position">The example.</param>
    /// <param name="buffer">As long as an example; memory that may be used.</param>
    internal ReadOnlySpan<byte> Bytes(int position, Span<byte> buffer) => storage.Bytes(rows[position], buffer);

    /// <summary>The examples at these positions as [n, example…], outside any tape.</summary>
    public Tensor ToTensor(ReadOnlySpan<int> positions)
    {
        var tensor = Tensor.Allocate(new Shape(positions.Length).Concat(ExampleShape));
        for (var i = 0; i < positions.Length; i++) CopyTo(positions[i], tensor.Span.Slice(i * ExampleShape.Size, ExampleShape.Size));
        return tensor;
    }

    /// <summary>Examples start to start + count − 1 as [n, example…], outside any tape.</summary>
    public Tensor ToTensor(int start, int count) => ToTensor([.. Enumerable.Range(start, count)]);

    /// <summary>The examples as images of 8 bits; values outside [0, 1] are clamped.</summary>
    /// <exception cref="InvalidOperationException">The examples do not have the shape [height, width] or [height, width, channels].</exception>
    public Image[] ToImages()
    {
        if (ExampleShape.Rank is not (2 or 3)) throw new InvalidOperationException($"Dataset: the examples have shape {ExampleShape}; expected [height, width] or [height, width, channels].");
        var values = new float[ExampleShape.Size];
        var images = new Image[Count];
        for (var i = 0; i < Count; i++)
        {
            CopyTo(i, values);
            images[i] = new Image(ExampleShape[1], ExampleShape[0], ExampleShape.Rank == 3 ? ExampleShape[2] : 1, values);
        }
        return images;
    }

    /// <summary>Other values for the same examples, with their labels, class names and files.</summary>
    /// <param name="values">As many examples as these, in the same order.</param>
    internal Dataset WithValues(ExampleStorage values) => new(ExampleShape, values, Labels(), ClassNames, Files(), [.. Enumerable.Range(0, Count)]);

    /// <summary>The same examples, with the file of each.</summary>
    internal Dataset WithFiles(string[] names) => new(ExampleShape, storage, labels, ClassNames, names, rows);

    /// <summary>The same examples, with a label for each.</summary>
    internal Dataset WithLabels(int[] own)
    {
        var all = new int[storage.Count];
        for (var i = 0; i < Count; i++) all[rows[i]] = own[i];
        return new Dataset(ExampleShape, storage, all, null, files, rows);
    }

    private Dataset Where(bool[] isFirst, bool wanted) => Pick([.. Enumerable.Range(0, Count).Where(i => isFirst[i] == wanted)]);

    private static int[] Rows(int length, Shape exampleShape, int[]? labels)
    {
        if (exampleShape.Size == 0 || length % exampleShape.Size != 0)
            throw new ArgumentException($"Dataset: {length} values are no whole number of examples of shape {exampleShape}.", nameof(exampleShape));
        return InOrder(length / exampleShape.Size, labels);
    }

    private static int[] InOrder(int count, int[]? labels)
    {
        if (labels is not null && labels.Length != count)
            throw new ArgumentException($"Dataset: {count} examples but {labels.Length} labels.", nameof(labels));
        if (labels is not null && labels.Any(l => l < 0))
            throw new ArgumentException($"Dataset: found the label {labels.First(l => l < 0)}; expected class numbers of 0 or more.", nameof(labels));
        return [.. Enumerable.Range(0, count)];
    }
}
