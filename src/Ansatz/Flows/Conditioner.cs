using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// The network of a coupling: from the elements that stay, and the context, to the numbers that choose the map of the others. Its last layer starts at 0, so that a flow
/// starts as the identity.
/// </summary>
internal sealed class Conditioner : Module
{
    [SavedAs("network")]
    private readonly Sequential network;

    /// <param name="inputs">The elements that stay.</param>
    /// <param name="features">Those of the context.</param>
    /// <param name="hidden">The widths of the hidden layers, each with a ReLU behind it.</param>
    /// <param name="outputs">The numbers to choose.</param>
    public Conditioner(int inputs, int features, IReadOnlyList<int> hidden, int outputs)
    {
        var layers = new List<Layer>();
        var width = inputs + features;
        foreach (var units in hidden)
        {
            layers.Add(new Dense(width, units, Activation.Relu, WeightInitialization.FanIn));
            width = units;
        }
        layers.Add(new Dense(width, outputs, start: WeightInitialization.Zeros));
        network = new Sequential([.. layers]);
    }

    /// <param name="known">[…, inputs].</param>
    /// <param name="context">[n, features], or null.</param>
    /// <param name="pass">How the network is run.</param>
    /// <returns>[…, outputs], with the context's n in front of it.</returns>
    public Tensor Forward(Tensor known, Tensor? context, Pass pass) => FlowSteps.Run(network, Join(FlowSteps.Seen(known), context), pass);

    /// <summary>A coupling as a map of rows, or null if the network is too wide.</summary>
    /// <param name="length">The elements of a row.</param>
    /// <param name="kept">The first elements, which stay.</param>
    /// <param name="contextLength">The numbers of the context.</param>
    /// <param name="pass">How the network is run.</param>
    /// <param name="map">The map of the others.</param>
    public RowStep? Rows<TMap>(int length, int kept, int contextLength, Pass pass, TMap map) where TMap : struct, IElementMap => RowFlow.Conditioned(network, length, kept, contextLength, pass, map);

    /// <summary>The context behind the elements, for each x.</summary>
    public static Tensor Join(Tensor known, Tensor? context)
    {
        if (context is null) return known;
        var leading = Shape.Broadcast(known.Shape[..^1], context.Shape[..^1]);
        return Tensor.Concat(-1, known.BroadcastTo(leading.Concat(known.Shape[^1..])), context.BroadcastTo(leading.Concat(context.Shape[^1..])));
    }

    /// <summary>The batch that a context adds to a bijector.</summary>
    public static Shape BatchOf(Tensor? context) => context is null ? [] : context.Shape[..1];
}
