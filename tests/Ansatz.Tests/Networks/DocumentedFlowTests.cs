using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Networks;

/// <summary>The coupling flow of docs/all-of-ansatz.md.</summary>
public sealed class DocumentedFlowTests
{
    [Fact]
    public void ItScoresASingleEventAndAnyBatchShape()
    {
        var model = new Couplings();
        model.Initialize(new Rng(42));
        var flow = model.Given();
        var values = new float[24];
        new Rng(1).Normal(values);
        var singles = values.Chunk(2).Select(v => flow.LogProb(Tensor.From(v)).Item()).ToArray();
        foreach (var shape in (Shape[])[[12, 2], [3, 4, 2], [2, 3, 2, 2], [1, 12, 2]])
        {
            var scores = flow.LogProb(Tensor.From(values, shape));
            Assert.Equal(shape[..^1], scores.Shape);
            Assert.Equal(singles, scores.ToArray());
        }
        foreach (var sampleShape in (Shape[])[[], [5], [2, 3]])
        {
            var (x, logProb) = flow.SampleAndLogProb(new Rng(2), sampleShape);
            Assert.Equal(sampleShape.Concat([2]), x.Shape);
            Assert.Equal(flow.LogProb(x).ToArray(), logProb.ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    private sealed class Couplings : Module
    {
        private readonly Sequential[] networks =
            [.. Enumerable.Range(0, 4).Select(_ => new Sequential(new Dense(2, 32, Activation.Tanh), new Dense(32, 4)))];

        public Distribution Given(Pass pass = default) => new TransformedDistribution(MultivariateNormalDiag.Standard(2),
            new Chain([.. networks.Select((network, i) => new MaskedCoupling(Tensor.From([i % 2, 1 - i % 2]), known =>
            {
                var features = network.Forward(known, pass);
                return new Chain(new Scale(features.Slice(-1, 0, 2).Tanh().Exp()), new Shift(features.Slice(-1, 2, 2)));
            }))]));
    }
}
