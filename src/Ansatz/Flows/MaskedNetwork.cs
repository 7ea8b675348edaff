using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// The conditioner of autoregressive flows: k numbers for each of n elements, of which those of element i depend on the elements before i, and on the context, only.
/// </summary>
/// <remarks>
/// A hidden unit has a degree d and sees the elements 1 to d; the numbers of element i see the units of degrees below i. The last layer starts at 0.
/// Germain, Gregor, Murray, Larochelle, MADE: masked autoencoder for distribution estimation (2015), section 4.
/// </remarks>
public sealed class MaskedNetwork : Module
{
    [SavedAs("network")]
    private readonly Sequential network;
    private readonly int length, outputs, features;

    /// <param name="length">n, 1 or more.</param>
    /// <param name="outputs">k, 1 or more.</param>
    /// <param name="hidden">The widths of the hidden layers, each with a ReLU behind it; left out, two of 64.</param>
    /// <param name="features">How many numbers a context has; 0 without.</param>
    public MaskedNetwork(int length, int outputs, IReadOnlyList<int>? hidden = null, int features = 0)
    {
        if (length < 1 || outputs < 1 || features < 0)
            throw new ArgumentOutOfRangeException(nameof(length), $"MaskedNetwork: {length} elements, {outputs} outputs, {features} features; expected 1 or more, 1 or more, 0 or more.");
        (this.length, this.outputs, this.features) = (length, outputs, features);
        // A context has degree 0: everything may depend on it.
        int[] degrees = [.. Enumerable.Range(1, length), .. Enumerable.Repeat(0, features)];
        var layers = new List<Layer>();
        foreach (var units in hidden ?? [64, 64])
        {
            int least = features > 0 || length == 1 ? 0 : 1, count = length - least;
            int[] next = [.. Enumerable.Range(0, units).Select(u => least + u * count / units)];
            layers.Add(new MaskedDense(Mask(degrees, next, (from, to) => to >= from), Activation.Relu, WeightInitialization.FanIn));
            degrees = next;
        }
        int[] last = [.. Enumerable.Range(0, length * outputs).Select(o => o / outputs + 1)];
        layers.Add(new MaskedDense(Mask(degrees, last, (from, to) => to > from), Activation.None, WeightInitialization.Zeros));
        network = new Sequential([.. layers]);
    }

    /// <param name="x">[…, n].</param>
    /// <param name="context">[batch, features], or null if there are none.</param>
    /// <param name="pass">How the network is run; the default is evaluation.</param>
    /// <returns>[…, n, k], with the context's batch in front.</returns>
    public Tensor Forward(Tensor x, Tensor? context = null, Pass pass = default)
    {
        if (x.Rank == 0 || x.Shape[^1] != length) throw new ArgumentException($"MaskedNetwork: x has shape {x.Shape}; expected […, {length}].", nameof(x));
        if (features > 0 ? context is null || context.Shape[^1] != features : context is not null)
            throw new ArgumentException($"MaskedNetwork: the context has shape {context?.Shape.ToString() ?? "(none)"}; expected {(features > 0 ? $"[n, {features}]" : "none")}.", nameof(context));
        var numbers = network.Forward(Conditioner.Join(x, context), pass);
        return numbers.Reshape(numbers.Shape[..^1].Concat([length, outputs]));
    }

    private static Tensor Mask(int[] from, int[] to, Func<int, int, bool> reaches) =>
        Tensor.From([.. from.SelectMany(f => to.Select(t => reaches(f, t) ? 1f : 0f))], [from.Length, to.Length]);
}
