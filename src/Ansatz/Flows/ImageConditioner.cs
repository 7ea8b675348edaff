using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>The network of a coupling of images: 3 × 3, 1 × 1 and 3 × 3 convolutions, the last of which starts at 0.</summary>
internal sealed class ImageConditioner(int channels, int features, int hidden, int outputs) : Module
{
    [SavedAs("network")]
    private readonly Sequential network = new(
        new Conv2D(channels + features, hidden, kernel: 3, activation: Activation.Relu),
        new Conv2D(hidden, hidden, kernel: 1, activation: Activation.Relu),
        new Conv2D(hidden, outputs, kernel: 3, start: WeightInitialization.Zeros));

    /// <param name="known">[…, h, w, channels].</param>
    /// <param name="context">[n, features], or null.</param>
    /// <param name="pass">How the network is run.</param>
    /// <returns>[…, h, w, outputs], with the context's n in front of it.</returns>
    public Tensor Forward(Tensor known, Tensor? context, Pass pass)
    {
        var joined = Conditioner.Join(known, context?.Reshape([context.Shape[0], 1, 1, context.Shape[1]]));
        var images = joined.Reshape(new Shape(joined.Shape[..^3].Size).Concat(joined.Shape[^3..]));
        var result = network.Forward(images, pass);
        return result.Reshape(joined.Shape[..^1].Concat(result.Shape[^1..]));
    }
}
