using Ansatz.Boltzmann;
using Ansatz.Data;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Boltzmann;

public sealed class MachineVerbsTests
{
    private static readonly RestrictedBoltzmannMachine machine = Make();

    [Fact]
    public void TheScoreIsTheLogProbability()
    {
        var all = Tensor.From([.. Enumerable.Range(0, 64).SelectMany(i => Enumerable.Range(0, 6).Select(bit => (float)(i >> bit & 1)))], [64, 2, 3]);
        var scores = machine.Score(all, ExactPartition.LogZ(machine));
        Assert.Equal(1, scores.Sum(Math.Exp), 1e-5);
        Assert.Equal(scores, machine.Score(Dataset.FromTensor(all), ExactPartition.LogZ(machine)));
        Assert.Equal(scores[5] - scores[9], machine.Score(all)[5] - machine.Score(all)[9], 1e-12);
    }

    [Fact]
    public void SamplesHaveTheProbabilitiesOfTheMachine()
    {
        const int Count = 20_000;
        var draws = machine.Sample(new Rng(1), Count, stepCount: 50);
        Assert.Equal([Count, 6], draws.Shape);
        var all = Tensor.From([.. Enumerable.Range(0, 64).SelectMany(i => Enumerable.Range(0, 6).Select(bit => (float)(i >> bit & 1)))], [64, 6]);
        double[] expected = [.. machine.Score(all, ExactPartition.LogZ(machine)).Select(Math.Exp)];
        var counts = new double[64];
        for (var i = 0; i < Count; i++) counts[(int)draws[i].ToArray().Select((v, bit) => v * (1 << bit)).Sum()]++;
        for (var i = 0; i < 64; i++) Assert.Equal(expected[i], counts[i] / Count, 6 * Math.Sqrt(expected[i] / Count) + 1e-4);
        Assert.Throws<OperationCanceledException>(() => machine.Sample(new Rng(1), 1, cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void CodesAreProbabilitiesOfUnits()
    {
        var x = Tensor.From([1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1], [2, 6]);
        var h = machine.Encode(x);
        Assert.Equal(machine.HiddenGiven(x).Mean.ToArray(), h.ToArray());
        Assert.Equal(machine.VisibleGiven(h).Mean.ToArray(), machine.Decode(h).ToArray());
        Assert.Equal(machine.Decode(h).ToArray(), machine.Reconstruct(x).ToArray());
        Assert.Equal(machine.Decode(h).ToArray(), machine.Reconstruct(Dataset.FromTensor(x)).ToArray());
        Assert.Contains("expected 6 elements", Assert.Throws<ArgumentException>(() => machine.Encode(Tensor.Zeros([1, 5]))).Message, StringComparison.Ordinal);
    }

    private static RestrictedBoltzmannMachine Make()
    {
        var made = new RestrictedBoltzmannMachine(6, 3);
        made.Initialize(new Rng(1));
        made.Weight.Assign([.. Enumerable.Range(0, 18).Select(i => MathF.Sin(i))]);
        made.VisibleBias.Assign([0.5f, -0.5f, 0.1f, 0, -0.2f, 0.3f]);
        return made;
    }
}
