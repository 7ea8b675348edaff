using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Safety;

/// <summary>Arguments at the edges of each type: nothing, one, few, huge, negative, and products that wrap an int.</summary>
internal static class EdgeValues
{
    private static readonly int[] integers = [0, 1, 2, 3, 4, -1, -2, 17, 46341, 65536, 1 << 30, int.MaxValue, int.MinValue];

    private static readonly float[] floats = [0, 1, -1, 0.5f, 1e30f, float.NaN, float.PositiveInfinity, float.Epsilon];

    private static readonly int[][] shapes =
    [
        [], [0], [1], [2], [3], [17], [1, 1], [0, 3], [3, 0], [2, 3], [3, 2], [3, 3], [0, 0], [2, 0, 0], [2, 3, 3], [2, 1, 3], [1, 0, 2], [40, 50], [1, 1, 1, 1],
        [1, 4, 4, 1], [2, 4, 5, 3], [1, 2, 3, 3], [3, 3, 3, 2], [3, 3, 2, 3], [3, 3, 3, 3], [1, 1, 3, 3], [2, 2, 1, 1], [0, 0, 3, 3], [3, 3, 0, 2], [0, 4, 4, 3],
        [1, 0, 4, 3], [1, 4, 4, 0], [4, 4, 32, 64], [1, 9, 9, 32], [1, 9, 9, 64], [65536, 65536, 0], [0, 65536, 65536], [1, 7000], [1, 1, 1, 1, 1, 1],
    ];

    private static readonly Tensor[] tensors = [.. shapes.Select(s => Tensor.From([.. Enumerable.Range(0, new Shape(s).Size).Select(i => (i % 7 + 1) / 8f)], new Shape(s)))];

    private static readonly Shape[] wanted = [.. shapes.Select(s => new Shape(s)), [int.MaxValue], [1 << 15, 1 << 15], [int.MaxValue, 0, int.MaxValue]];

    private static readonly Dictionary<Type, object?[]> values = new()
    {
        [typeof(int)] = [.. integers.Cast<object>()],
        [typeof(long)] = [.. integers.Select(i => (object)(long)i), long.MaxValue, long.MinValue],
        [typeof(float)] = [.. floats.Cast<object>()],
        [typeof(double)] = [.. floats.Select(f => (object)(double)f), double.MaxValue],
        [typeof(bool)] = [false, true],
        [typeof(int?)] = [null, null, .. integers.Cast<object>()],
        [typeof(Shape)] = [.. wanted.Cast<object>()],
        [typeof(Shape?)] = [null, .. wanted.Cast<object>()],
        [typeof(Tensor)] = [.. tensors],
        [typeof(Padding)] = [.. Paddings],
        [typeof(Padding?)] = [null, .. Paddings],
        [typeof(Range)] = [Range.All, 0..0, 1..2, 5..1, Range.StartAt(^9), ^1..^2],
        [typeof(ReadOnlySpan<Index>)] = [Array.Empty<Index>(), new Index[] { 0 }, new Index[] { ^1 }, new Index[] { ^0 }, new Index[] { 5, 5 }, new Index[] { 0, 0, 0, 0, 0, 0, 0 }],
        [typeof(ReadOnlySpan<int>)] = [Array.Empty<int>(), new[] { 0 }, new[] { 0, 1 }, new[] { 1, 0 }, new[] { -1 }, new[] { int.MaxValue }, new[] { int.MinValue }, new[] { 2, 1, 0 }, new[] { 0, 0 }, Enumerable.Range(0, 100).ToArray()],
        [typeof(ReadOnlySpan<float>)] = [Array.Empty<float>(), new float[] { 1 }, new float[] { 1, 2, 3 }, new float[6], new float[51]],
        [typeof(ReadOnlySpan<double>)] = [Array.Empty<double>(), new double[] { 1 }, new double[] { 1, 2, 3 }, new double[] { 1, 2, 3, 1, 2, 3, 4, 5 }],
        [typeof(Span<float>)] = [Array.Empty<float>(), new float[1], new float[1000]],
        [typeof(ReadOnlySpan<Tensor>)] = [Array.Empty<Tensor>(), .. tensors.Select(t => new[] { t }), .. tensors.Select(t => new[] { t, t, t })],
        [typeof(Activation)] = [null, Activation.Relu, Activation.Gelu, Activation.None],
        [typeof(Layer)] = [new Flatten([4, 4, 1]), new Dense(3, 3), new Dropout(0.5f)],
        [typeof(Layer[])] = [Array.Empty<Layer>(), new Layer[] { new Flatten([4, 4, 1]), new Dense(3, 2) }],
        [typeof(Rng)] = [new Rng(1)],
    };

    private static object[] Paddings => [Padding.Same, Padding.Valid, Padding.Explicit(0), Padding.Explicit(1), Padding.Explicit(46341), Padding.Explicit(int.MaxValue)];

    public static IEnumerable<Tensor> Tensors => tensors;

    /// <summary>Whether arguments of this type can be drawn.</summary>
    public static bool Has(Type type) => type.IsEnum || values.ContainsKey(type);

    public static object? Draw(Type type, System.Random random)
    {
        if (type.IsEnum) return Enum.ToObject(type, random.Next(6)); // with numbers that stand for nothing
        var all = values[type];
        return all[random.Next(all.Length)];
    }
}
