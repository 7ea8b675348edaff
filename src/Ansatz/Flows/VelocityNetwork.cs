using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// The field v(x, t) of a continuous flow: a network of SiLU layers on x, t and the context. Its divergence is exact: the n directions of x pass through the layers beside x.
/// </summary>
internal sealed class VelocityNetwork : Module
{
    [SavedAs("layers")]
    private readonly Dense[] layers;

    [SavedAs("last")]
    private readonly Dense last;
    private readonly int length;

    public VelocityNetwork(int length, int features, IReadOnlyList<int> hidden)
    {
        this.length = length;
        layers = [.. hidden.Select((units, i) => new Dense(i == 0 ? length + 1 + features : hidden[i - 1], units, start: WeightInitialization.FanIn))];
        last = new Dense(hidden[^1], length, start: WeightInitialization.Zeros);
    }

    /// <param name="x">[…, n].</param>
    /// <param name="t">[…, 1].</param>
    /// <param name="context">[batch, features], or null.</param>
    /// <param name="pass">How the network is run.</param>
    public Tensor Velocity(Tensor x, Tensor t, Tensor? context, Pass pass)
    {
        var h = Input(x, t, context);
        foreach (var layer in layers) h = layer.Forward(h, pass).Silu();
        return last.Forward(h, pass);
    }

    /// <summary>v and ∑ᵢ ∂vᵢ/∂xᵢ.</summary>
    /// <param name="x">[…, n].</param>
    /// <param name="t">[…, 1].</param>
    /// <param name="context">[batch, features], or null.</param>
    /// <param name="pass">How the network is run.</param>
    public (Tensor Velocity, Tensor Divergence) WithDivergence(Tensor x, Tensor t, Tensor? context, Pass pass)
    {
        var h = Input(x, t, context);
        Tensor? directions = null; // ∂h/∂xᵢ, […, n, units]
        foreach (var layer in layers)
        {
            var z = layer.Forward(h, pass);
            var sigmoid = z.Sigmoid();
            h = z * sigmoid;
            // silu′(z) = σ + z·σ·(1 − σ).
            var slope = sigmoid + h * (1 - sigmoid);
            var weight = pass[layer.Weight];
            var moved = directions is null ? weight.Slice(0, 0, length) : directions.Linear(weight);
            directions = moved * slope.Reshape([.. slope.Shape.Dimensions[..^1], 1, slope.Shape[^1]]);
        }
        return (last.Forward(h, pass), (directions! * pass[last.Weight].Transpose()).SumLast(2));
    }

    private static Tensor Input(Tensor x, Tensor t, Tensor? context) => Conditioner.Join(Tensor.Concat(-1, x, t.BroadcastTo(x.Shape[..^1].Concat([1]), x.Tape)), context);
}
