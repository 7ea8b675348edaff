using Ansatz.Bijectors;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Outside;

/// <summary>A flow of two affine couplings in the plane, each with a network of its own. It can be a prior too.</summary>
internal sealed class CoupledFlow : Flow
{
    [SavedAs("networks")]
    private readonly Sequential[] networks =
        [.. Enumerable.Range(0, 2).Select(_ => new Sequential(new Dense(2, 16, Activation.Tanh), new Dense(16, 4)))];

    public CoupledFlow() : base([2]) => Architecture = "coupled-flow";

    protected override Bijector Map(Tensor? context, Pass pass) => new Chain([.. networks.Select((network, i) =>
        new MaskedCoupling(Tensor.From([i, 1 - i]), known =>
        {
            var features = network.Forward(known, pass);
            return new Chain(new Scale(features.Slice(-1, 0, 2).Tanh().Exp()), new Shift(features.Slice(-1, 2, 2)));
        }))]);
}
