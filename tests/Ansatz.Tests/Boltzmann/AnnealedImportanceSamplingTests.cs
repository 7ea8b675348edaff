using Ansatz.Boltzmann;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Boltzmann;

public sealed class AnnealedImportanceSamplingTests
{
    private const int Visible = 30, Hidden = 12;

    [Fact]
    public void ForwardChainsFindTheExactPartition()
    {
        var (machine, annealing) = Make(stepCount: 300);
        var exact = ExactPartition.LogZ(machine);
        var estimate = annealing.LogZ(200, new Rng(3));
        Assert.InRange(estimate.StandardError, 1e-4, 0.2);
        Assert.Equal(exact, estimate.LogZ, tolerance: 4 * estimate.StandardError);
    }

    [Fact]
    public void FewStepsBracketTheExactLikelihood()
    {
        var (machine, annealing) = Make(stepCount: 20);
        var examples = machine.Gibbs(Tensor.Zeros([100, Visible]), 50, new Rng(4));
        var free = machine.FreeEnergy(examples).ToArray().Average(f => (double)f);
        var exact = -free - ExactPartition.LogZ(machine);
        var forward = annealing.LogZ(5, new Rng(3));
        var optimistic = Enumerable.Range(0, 10).Average(i => -free - annealing.LogZ(5, new Rng(10).Fork(i)).LogZ);
        var conservative = annealing.LogProb(examples, 1, new Rng(5)).Average();
        Assert.InRange(exact, conservative, optimistic);
        Assert.InRange(optimistic - conservative, 0.05, 5);
        Assert.True(forward.StandardError > 0);
    }

    [Fact]
    public void BackwardChainsFindTheProbabilityOfAnExample()
    {
        var (machine, annealing) = Make(stepCount: 300);
        var examples = machine.Gibbs(Tensor.Zeros([20, Visible]), 50, new Rng(4));
        var exact = machine.FreeEnergy(examples).ToArray().Select(f => -f - ExactPartition.LogZ(machine)).ToArray();
        var found = annealing.LogProb(examples, 100, new Rng(5));
        // Weights stray by about a third of their mean here, so a mean of 100 by a thirtieth.
        for (var n = 0; n < exact.Length; n++) Assert.Equal(exact[n], found[n], tolerance: 0.35);
        Assert.Equal(exact.Average(), found.Average(), tolerance: 0.1);
    }

    [Fact]
    public void IndependentUnitsNeedNoChains()
    {
        var rates = BaseRates.Of(BoltzmannChecksum.Echoes(50, Visible, 2), Visible);
        var machine = new RestrictedBoltzmannMachine(Visible, Hidden);
        machine.Weight.Assign(new float[Visible * Hidden]);
        machine.VisibleBias.Assign(rates.Logits());
        machine.HiddenBias.Assign(new float[Hidden]);
        var annealing = new AnnealedImportanceSampling(machine, rates, 3);
        var estimate = annealing.LogZ(4, new Rng(1));
        Assert.Equal(ExactPartition.LogZ(machine), annealing.BaseLogZ, tolerance: 1e-9);
        Assert.Equal(annealing.BaseLogZ, estimate.LogZ, tolerance: 1e-5);
        Assert.InRange(estimate.StandardError, 0, 1e-5);
    }

    [Fact]
    public void WhatDoesNotFitIsTold()
    {
        var machine = SmallMachine.Random(3, 2, 1);
        Assert.Contains("rates of 2 units", Assert.Throws<ArgumentException>(() => new AnnealedImportanceSampling(machine, new BaseRates([0.5f, 0.5f], 4), 10)).Sentence(), StringComparison.Ordinal);
        var annealing = new AnnealedImportanceSampling(machine, new BaseRates([0.5f, 0.5f, 0.5f], 4), 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => annealing.LogZ(1, new Rng(1)));
        Assert.Contains("0 chains for each example", Assert.Throws<ArgumentOutOfRangeException>(() => annealing.LogProb(Tensor.Ones([1, 3]), 0, new Rng(1))).Message, StringComparison.Ordinal);
        foreach (Shape shape in (Shape[])[[1, 2], [3], [0, 3]])
            Assert.Contains("expected [N, 3]", Assert.Throws<ArgumentException>(() => annealing.LogProb(Tensor.Ones(shape), 1, new Rng(1))).Sentence(), StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => annealing.LogZ(2, new Rng(1), new CancellationToken(canceled: true)));
    }

    private static (RestrictedBoltzmannMachine Machine, AnnealedImportanceSampling Annealing) Make(int stepCount)
    {
        var machine = SmallMachine.Random(Visible, Hidden, 1, deviation: 0.7f);
        return (machine, new AnnealedImportanceSampling(machine, BaseRates.Of(BoltzmannChecksum.Echoes(50, Visible, 2), Visible), stepCount));
    }
}
