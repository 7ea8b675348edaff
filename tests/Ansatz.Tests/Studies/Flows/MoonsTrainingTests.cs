using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Studies.Flows;
using Ansatz.Tests.Laws;
using Ansatz.Training;

namespace Ansatz.Tests.Studies.Flows;

/// <summary>A short training on the moons, against their exact density.</summary>
public sealed class MoonsTrainingTests
{
    [Fact]
    public void ASplineFlowLearnsTheMoons()
    {
        const int BatchSize = 256;
        var moons = FlowToy.All[0];
        var flow = new NeuralSplineFlow(dimension: 2, layers: 4);
        flow.Initialize(new Rng(2));
        flow.Standardize(new FlowToyExamples(moons, new Rng(3), 2000));
        var options = new TrainerOptions { EpochCount = 1, BatchSize = BatchSize, Optimizer = new Adam(), LearningRate = new CosineSchedule(3e-3, 1), ClipNorm = 5 };
        new Trainer(options, new Rng(4)).Train(flow, new FlowToyExamples(moons, new Rng(1), 500 * BatchSize));
        var draws = moons.Sample(new Rng(5), 10_000);
        var (kl, error) = FlowToy.Divergence(moons.LogDensities(draws), flow.Score(draws));
        Assert.InRange(kl, -3 * error, 0.05);
        // There and back, tails included.
        var map = ((TransformedDistribution)flow.Given()).Bijector;
        Near.All(draws, map.Forward(map.Inverse(draws)), 1e-4);
    }
}
