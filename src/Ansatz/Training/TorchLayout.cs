using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// How a parameter is stored in a file, by PyTorch's conventions: dense weights [out, in], convolutions [out, in, h, w], transposed ones [in, out, h, w], and
/// wherever a dimension is a flattened image, its channels first.
/// </summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Name">Its name in the file, see <see cref="TorchNames"/>.</param>
/// <param name="Shape">Its shape in the file.</param>
/// <param name="Split">This library's shape, flattened images taken apart into height, width and channels.</param>
/// <param name="Order">The dimensions of the file's array as dimensions of <paramref name="Split"/>, images still apart.</param>
internal sealed record TorchLayout(Parameter Parameter, string Name, Shape Shape, Shape Split, int[] Order)
{
    /// <summary>The layouts of all parameters of a module.</summary>
    public static IReadOnlyList<TorchLayout> Of(Module module)
    {
        var orders = new Dictionary<Parameter, int[]>();
        var images = new FlattenedImages();
        foreach (var part in module.SelfAndDescendants())
        {
            switch (part)
            {
                case Conv2D c: orders[c.Weight] = [3, 2, 0, 1]; break;
                case Conv2DTranspose c: orders[c.Weight] = [3, 2, 0, 1]; break;
                case Dense d: orders[d.Weight] = [1, 0]; break;
                case Sequential s: images.Find(s); break;
                default: break;
            }
        }
        var names = TorchNames.Of(module);
        return [.. module.Parameters().Select(p => Of(p, names[p], orders.GetValueOrDefault(p) ?? [.. Enumerable.Range(0, p.Shape.Rank)], images))];
    }

    /// <summary>The values in the file's order.</summary>
    public ReadOnlyMemory<float> ToFile() => (IsPlain ? Parameter.Value : Parameter.Value.View(Split).Permute(Order)).Memory;

    /// <summary>Takes values from the file's order.</summary>
    public void FromFile(ReadOnlySpan<float> values)
    {
        if (IsPlain)
        {
            Parameter.Assign(values);
            return;
        }
        var inverse = new int[Order.Length];
        for (var i = 0; i < inverse.Length; i++) inverse[Order[i]] = i;
        Parameter.Assign(Tensor.From(values, new Shape([.. Order.Select(axis => Split[axis])])).Permute(inverse).Span);
    }

    private bool IsPlain => Order.AsSpan().SequenceEqual([.. Enumerable.Range(0, Order.Length)]);

    private static TorchLayout Of(Parameter p, string name, int[] order, FlattenedImages images)
    {
        var split = new List<int>();
        var places = new int[p.Shape.Rank][];
        for (var d = 0; d < places.Length; d++)
        {
            var n = split.Count;
            var image = images[p, d];
            places[d] = image is null ? [n] : [n + 2, n, n + 1];
            split.AddRange(image ?? [p.Shape[d]]);
        }
        return new TorchLayout(p, name, new Shape([.. order.Select(d => p.Shape[d])]), new Shape([.. split]), [.. order.SelectMany(d => places[d])]);
    }
}
