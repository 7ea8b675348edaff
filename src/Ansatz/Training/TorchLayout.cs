using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// How a parameter lies in a file in PyTorch's conventions: dense weights [out, in], convolutions [out, in, h, w], transposed ones [in, out, h, w], images
/// flattened channels first. A stored element j is this library's element <c>source[j]</c>.
/// </summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Name">Its name in the file: the dotted path in snake case.</param>
/// <param name="Shape">Its shape in the file.</param>
/// <param name="Order">The dimensions of the file's array, as dimensions of <paramref name="Split"/>.</param>
/// <param name="Split">This library's dimensions, flattened images taken apart into height, width and channels.</param>
internal sealed record TorchLayout(Parameter Parameter, string Name, Shape Shape, int[] Order, Shape Split)
{
    /// <summary>The layouts of all parameters of a module.</summary>
    public static IReadOnlyList<TorchLayout> Of(Module module)
    {
        var special = new Dictionary<Parameter, (int[] Order, Shape Split)>();
        foreach (var part in module.SelfAndDescendants())
        {
            switch (part)
            {
                case Conv2D c: special[c.Weight] = ([3, 2, 0, 1], c.Weight.Shape); break;
                case Conv2DTranspose c: special[c.Weight] = ([3, 2, 0, 1], c.Weight.Shape); break;
                case Dense d: special.TryAdd(d.Weight, ([1, 0], d.Weight.Shape)); break;
                case Sequential s: AddNeighbours(s, special); break;
                default: break;
            }
        }
        return [.. module.Parameters().Select(p =>
        {
            var (order, split) = special.TryGetValue(p, out var found) ? found : ([.. Enumerable.Range(0, p.Shape.Rank)], p.Shape);
            return new TorchLayout(p, SnakeCase(p.Name), Merge(order, split, p.Shape), order, split);
        })];
    }

    /// <summary>Into the file's order.</summary>
    public float[] ToFile() => Tensor.From(Parameter.Value.Memory.Span, Split).Permute(Order).ToArray();

    /// <summary>From the file's order.</summary>
    public void FromFile(ReadOnlySpan<float> values)
    {
        var inverse = new int[Order.Length];
        for (var i = 0; i < inverse.Length; i++) inverse[Order[i]] = i;
        var stored = new Shape([.. Order.Select(axis => Split[axis])]);
        Parameter.Assign(Tensor.From(values, stored).Permute(inverse).ToArray());
    }

    // A dense layer behind a flattened image, or before an unflattened one, meets its pixels channels first in the file.
    private static void AddNeighbours(Sequential s, Dictionary<Parameter, (int[] Order, Shape Split)> special)
    {
        for (var i = 0; i + 1 < s.Layers.Count; i++)
        {
            if (s.Layers[i] is Flatten { ExampleShape.Rank: 3 } flatten && s.Layers[i + 1] is Dense after)
                special[after.Weight] = ([3, 2, 0, 1], flatten.ExampleShape.Concat([after.Weight.Shape[1]]));
            if (s.Layers[i] is Dense before && s.Layers[i + 1] is Unflatten { ExampleShape.Rank: 3 } unflatten)
            {
                special[before.Weight] = ([3, 1, 2, 0], new Shape(before.Weight.Shape[0]).Concat(unflatten.ExampleShape));
                special[before.Bias] = ([2, 0, 1], unflatten.ExampleShape);
            }
        }
    }

    // The file's shape: split dimensions that flatten together are one.
    private static Shape Merge(int[] order, Shape split, Shape own)
    {
        if (split.Rank == own.Rank) return new Shape([.. order.Select(axis => split[axis])]);
        return own.Rank == 1 ? own : [own[1], own[0]];
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}")).Replace("running_variance", "running_var", StringComparison.Ordinal).Replace(".layers.", ".", StringComparison.Ordinal);
}
