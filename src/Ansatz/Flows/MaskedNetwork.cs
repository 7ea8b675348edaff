using Ansatz.Bijectors;
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

    // The degrees of the inputs, of the units of each hidden layer, and of the outputs.
    private readonly List<int[]> degrees = [];

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
        degrees.Add([.. Enumerable.Range(1, length), .. Enumerable.Repeat(0, features)]);
        var layers = new List<Layer>();
        foreach (var units in hidden ?? [64, 64])
        {
            int least = features > 0 || length == 1 ? 0 : 1, count = length - least;
            int[] next = [.. Enumerable.Range(0, units).Select(u => least + u * count / units)];
            layers.Add(new MaskedDense(Mask(degrees[^1], next, (from, to) => to >= from), Activation.Relu, WeightInitialization.FanIn));
            degrees.Add(next);
        }
        int[] last = [.. Enumerable.Range(0, length * outputs).Select(o => o / outputs + 1)];
        layers.Add(new MaskedDense(Mask(degrees[^1], last, (from, to) => to > from), Activation.None, WeightInitialization.Zeros));
        degrees.Add(last);
        network = new Sequential([.. layers]);
    }

    /// <summary>
    /// The maps of an autoregressive layer element by element, for values of this leading shape; null in a pass that records, since this way has no gradient.
    /// </summary>
    /// <param name="leading">The shape of the values without their last dimension.</param>
    /// <param name="context">[batch, features], or null if there are none.</param>
    /// <param name="pass">How the network is run.</param>
    /// <param name="map">From the numbers of one element, […, 1, k], to its map.</param>
    internal ElementMaps? Elements(Shape leading, Tensor? context, Pass pass, Func<Tensor, Bijector> map) =>
        pass.Trace is not null || pass.Tape is { IsRecording: true } || leading.Size == 0 ? null
        : new MaskedElements([.. network.Layers.Select(l => (((MaskedDense)l).Masked(pass), pass[((MaskedDense)l).Bias]))], degrees, leading, length, context?.BroadcastTo(leading.Concat([features])), pass.Tape, map);

    /// <summary>The maps of an autoregressive layer, in the direction in which all elements are known, as a map of rows; null if the network is too wide.</summary>
    internal RowStep? Rows<TMap>(Pass pass, TMap map) where TMap : struct, IElementMap => RowFlow.Conditioned(network, length, 0, features, pass, map);

    /// <summary>The same maps in the other direction, without a gradient; null in a pass that records.</summary>
    internal RowStep? Sequential<TMap>(Pass pass, TMap map) where TMap : struct, IElementMap =>
        pass.Tape is not { IsRecording: true } && RowFlow.Narrow(network, pass) is var (narrow, _, _) ? new SequentialRows<TMap>(narrow, degrees, length, features, FlowSteps.InputBound, map) : null;

    /// <param name="x">[…, n].</param>
    /// <param name="context">[batch, features], or null if there are none.</param>
    /// <param name="pass">How the network is run; the default is evaluation.</param>
    /// <returns>[…, n, k], with the context's batch in front.</returns>
    public Tensor Forward(Tensor x, Tensor? context = null, Pass pass = default)
    {
        if (x.Rank == 0 || x.Shape[^1] != length) throw new ArgumentException($"MaskedNetwork: x has shape {x.Shape}; expected […, {length}].", nameof(x));
        if (features > 0 ? context is null || context.Shape[^1] != features : context is not null)
            throw new ArgumentException($"MaskedNetwork: the context has shape {context?.Shape.ToString() ?? "(none)"}; expected {(features > 0 ? $"[n, {features}]" : "none")}.", nameof(context));
        var numbers = FlowSteps.Run(network, Conditioner.Join(FlowSteps.Seen(x), context), pass);
        return numbers.Reshape(numbers.Shape[..^1].Concat([length, outputs]));
    }

    private static Tensor Mask(int[] from, int[] to, Func<int, int, bool> reaches) =>
        Tensor.From([.. from.SelectMany(f => to.Select(t => reaches(f, t) ? 1f : 0f))], [from.Length, to.Length]);
}
