using Ansatz.Boltzmann;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Boltzmann;

public sealed class RestrictedBoltzmannMachineTests
{
    [Fact]
    public void TheFreeEnergySumsTheHiddenStates()
    {
        var machine = SmallMachine.Random(5, 4, 1);
        var (visible, hidden) = (SmallMachine.States(5), SmallMachine.States(4));
        var free = machine.FreeEnergy(visible).ToArray();
        for (var v = 0; v < 32; v++)
        {
            var one = visible.Gather(0, [.. Enumerable.Repeat(v, 16)]);
            var sum = machine.Energy(one, hidden).ToArray().Sum(e => Math.Exp(-e));
            Assert.Equal(-Math.Log(sum), free[v], tolerance: 1e-5);
        }
    }

    [Fact]
    public void TheConditionalsAreTheJointsRatios()
    {
        var machine = SmallMachine.Random(4, 3, 2);
        var (visible, hidden) = (SmallMachine.States(4), SmallMachine.States(3));
        var hiddenGiven = machine.HiddenGiven(visible.Gather(0, 5)).LogProb(hidden).ToArray();
        var visibleGiven = machine.VisibleGiven(hidden.Gather(0, 6)).LogProb(visible).ToArray();
        double[] byHidden = [.. machine.Energy(visible.Gather(0, [.. Enumerable.Repeat(5, 8)]), hidden).ToArray().Select(e => Math.Exp(-e))];
        double[] byVisible = [.. machine.Energy(visible, hidden.Gather(0, [.. Enumerable.Repeat(6, 16)])).ToArray().Select(e => Math.Exp(-e))];
        for (var h = 0; h < 8; h++) Assert.Equal(byHidden[h] / byHidden.Sum(), Math.Exp(hiddenGiven[h]), tolerance: 1e-5);
        for (var v = 0; v < 16; v++) Assert.Equal(byVisible[v] / byVisible.Sum(), Math.Exp(visibleGiven[v]), tolerance: 1e-5);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(9, 2)]
    [InlineData(2, 9)]
    [InlineData(8, 8)]
    [InlineData(12, 1)]
    public void TheExactPartitionIsTheSumOverAllStates(int visible, int hidden)
    {
        var machine = SmallMachine.Random(visible, hidden, 3);
        Assert.Equal(SmallMachine.LogZ(machine), ExactPartition.LogZ(machine), tolerance: 1e-10);
        var total = machine.FreeEnergy(SmallMachine.States(visible)).ToArray().Sum(f => Math.Exp(-f - ExactPartition.LogZ(machine)));
        Assert.Equal(1, total, tolerance: 1e-5);
    }

    [Fact]
    public void TheExactPartitionIsThatOfTheMirroredMachineThroughManyBlocks()
    {
        var machine = SmallMachine.Random(14, 13, 4, deviation: 0.5f);
        var mirrored = new RestrictedBoltzmannMachine(13, 14);
        mirrored.Weight.Assign(machine.Weight.Value.Transpose().ToArray());
        mirrored.VisibleBias.Assign(machine.HiddenBias.Value.ToArray());
        mirrored.HiddenBias.Assign(machine.VisibleBias.Value.ToArray());
        var byHidden = machine.FreeEnergy(SmallMachine.States(14)).ToArray();
        Assert.Equal(Math.Log(byHidden.Sum(f => Math.Exp(-f))), ExactPartition.LogZ(machine), tolerance: 1e-5);
        Assert.Equal(ExactPartition.LogZ(mirrored), ExactPartition.LogZ(machine), tolerance: 1e-11);
    }

    [Fact]
    public void WideMachinesOfLargeWeightsDoNotOverflow()
    {
        var machine = new RestrictedBoltzmannMachine(5000, 1);
        machine.Initialize(new Rng(1));
        machine.Weight.Assign([.. Enumerable.Repeat(300f, 5000)]);
        // Z = 2⁵⁰⁰⁰ + (1 + e³⁰⁰)⁵⁰⁰⁰
        Assert.Equal(5000 * 300.0, ExactPartition.LogZ(machine), tolerance: 1e-6);
    }

    [Fact]
    public void TooManyUnitsAreTold()
    {
        var message = Assert.Throws<ArgumentException>(() => ExactPartition.LogZ(new RestrictedBoltzmannMachine(30, 21))).Sentence();
        Assert.Contains("30 visible and 21 hidden units", message, StringComparison.Ordinal);
        Assert.Contains("AnnealedImportanceSampling", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDoesNotFitIsTold()
    {
        Assert.Contains("0 hidden units", Assert.Throws<ArgumentException>(() => new RestrictedBoltzmannMachine(3, 0)).Sentence(), StringComparison.Ordinal);
        var machine = SmallMachine.Random(3, 2, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => machine.Gibbs(Tensor.Ones([1, 3]), 0, new Rng(1)));
        foreach (Shape shape in (Shape[])[[1, 2], [3]])
            Assert.Contains("expected [N, 3]", Assert.Throws<ArgumentException>(() => machine.Gibbs(Tensor.Ones(shape), 1, new Rng(1))).Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void GibbsChainsEndInTheMachinesDistribution()
    {
        const int Chains = 20_000;
        var machine = SmallMachine.Random(3, 2, 5);
        var end = machine.Gibbs(Tensor.Zeros([Chains, 3]), 40, new Rng(6)).ToArray();
        var free = machine.FreeEnergy(SmallMachine.States(3)).ToArray();
        var logZ = ExactPartition.LogZ(machine);
        var counts = new int[8];
        for (var n = 0; n < Chains; n++) counts[(int)(end[3 * n] + 2 * end[3 * n + 1] + 4 * end[3 * n + 2])]++;
        for (var v = 0; v < 8; v++)
        {
            var p = Math.Exp(-free[v] - logZ);
            Assert.Equal(p, (double)counts[v] / Chains, tolerance: 5 * Math.Sqrt(p * (1 - p) / Chains));
        }
    }

    [Fact]
    public void BaseRatesAreFiniteWhereAUnitNeverChanges()
    {
        var rates = BaseRates.Of([0, 1, 1, 0, 1, 0], 2);
        Assert.Equal([2f / 3, 1f / 3], rates.Means);
        Assert.Equal(Math.Log(3 / 2.0), rates.Logits()[0], tolerance: 1e-6);
        Assert.Equal(Math.Log(2 / 3.0), rates.Logits()[1], tolerance: 1e-6);
        Assert.Equal([(float)-Math.Log(4)], BaseRates.Of([0, 0, 0], 1).Logits());
        Assert.Throws<ArgumentException>(() => BaseRates.Of([1, 0, 1], 2));
        Assert.Throws<ArgumentException>(() => BaseRates.Of([1], 0));
    }
}
