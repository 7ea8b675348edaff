using Ansatz.Boltzmann;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Boltzmann;

public sealed class PartitionBracketTests(ITestOutputHelper output)
{
    private const int Visible = 12, Hidden = 8, MachineCount = 50;

    private static readonly BaseRates even = new([.. Enumerable.Repeat(0.5f, Visible)], 100);

    /// <summary>The bracket states 95 %. On 200 machines, 184 hits are what a rate of 95 % gives with a probability of 97 %.</summary>
    [Fact]
    public void TheStatedCoverageIsReached()
    {
        var hits = 0;
        foreach (var deviation in new[] { 0.1f, 1, 2, 4 })
        {
            var brackets = Brackets(deviation, stepCount: 100, chainCount: 50).ToArray();
            var held = brackets.Count(b => b.Bracket.Low <= b.Exact && b.Exact <= b.Bracket.High);
            double width = brackets.Average(b => b.Bracket.High - b.Bracket.Low), error = brackets.Average(b => Math.Abs(b.Bracket.Forward.LogZ - b.Exact));
            output.WriteLine($"weights of deviation {deviation}: {held} of {MachineCount} hold log Z, mean width {width:0.00}, mean error of the estimate {error:0.000}, {brackets.Count(b => b.Bracket.Warning is not null)} warnings");
            Assert.All(brackets, b => Assert.InRange(b.Bracket.Forward.LogZ, b.Bracket.Low, b.Bracket.High));
            hits += held;
        }
        Assert.InRange(hits, 184, 4 * MachineCount);
    }

    [Fact]
    public void EasyMachinesHaveNarrowBracketsAndNoWarning()
    {
        foreach (var (bracket, exact) in Brackets(0.1f, stepCount: 100, chainCount: 100).Take(10))
        {
            Assert.InRange(exact, bracket.Low, bracket.High);
            Assert.InRange(bracket.High - bracket.Low, 0.01, 1);
            Assert.Null(bracket.Warning);
            Assert.Equal(exact, bracket.Reverse.LogZ, tolerance: 0.1);
        }
    }

    /// <summary>Weights of standard deviation 8, with few steps and chains.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 30)]
    [InlineData(100, 30)]
    public void HardMachinesWarnAndNoBracketIsInverted(int stepCount, int chainCount) =>
        Assert.All(Brackets(8, stepCount, chainCount), b =>
        {
            Assert.True(b.Bracket.Low <= b.Bracket.High);
            Assert.NotNull(b.Bracket.Warning);
        });

    /// <summary>The weights are log-normal, log w ~ N(0, s²), with a mean of e^(s²/2).</summary>
    [Fact]
    public void MarkovsBoundHoldsForLightAndHeavyTails()
    {
        const double Delta = 0.1;
        foreach (var s in new[] { 0.01, 1, 5 })
        {
            var failures = 0;
            for (var trial = 0; trial < 200; trial++)
            {
                var normal = new float[37];
                new Rng(5).Fork(trial).Normal(normal);
                if (MarkovBound.Of([.. normal.Select(x => s * x)], Delta) > s * s / 2) failures++;
            }
            Assert.InRange(failures, 0, 30);
        }
        // Equal weights: the bound of groups of one, each of the six sizes having a sixth of δ.
        Assert.Equal(2 + Math.Log(Delta / 6) / 40, MarkovBound.Of([.. Enumerable.Repeat(2.0, 40)], Delta), 1e-12);
    }

    [Fact]
    public void TheForwardEstimateIsThatOfItsStream()
    {
        var annealing = new AnnealedImportanceSampling(SmallMachine.Random(Visible, Hidden, 1), even, 20);
        var steps = new List<int>();
        var bracket = new AnnealedImportanceSampling(SmallMachine.Random(Visible, Hidden, 1), even, 20) { Progress = new Steps(steps) }.Bracket(30, new Rng(3));
        Assert.Equal(annealing.LogZ(30, new Rng(3).Fork("forward")), bracket.Forward);
        Assert.Equal(Enumerable.Range(1, 40), steps);
        Assert.Throws<ArgumentOutOfRangeException>(() => annealing.Bracket(1, new Rng(1)));
        Assert.Throws<OperationCanceledException>(() => annealing.Bracket(2, new Rng(1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void AnnealedLikelihoodsHaveStandardErrors()
    {
        var machine = SmallMachine.Random(Visible, Hidden, 2, deviation: 0.7f);
        var annealing = new AnnealedImportanceSampling(machine, even, 100);
        var examples = machine.Gibbs(Tensor.Zeros([50, Visible]), 50, new Rng(4));
        var found = annealing.LogLikelihood(examples, 40, new Rng(5));
        var exact = machine.FreeEnergy(examples).ToArray().Select(f => -f - ExactPartition.LogZ(machine)).ToArray();
        Assert.Equal(annealing.LogProb(examples, 40, new Rng(5)), found.ByExample);
        Assert.Equal(found.ByExample.Average(), found.Mean, 1e-9);
        // About two thirds within one error, nearly all within three.
        var errors = exact.Select((e, i) => Math.Abs(found.ByExample[i] - e) / found.ErrorByExample[i]).ToArray();
        Assert.InRange(errors.Count(e => e < 1), 25, 45);
        Assert.InRange(errors.Count(e => e < 3), 46, 50);
        Assert.Equal(exact.Average(), found.Mean, 4 * found.MonteCarloError);
        Assert.InRange(found.MonteCarloError, 0.05 * found.StandardError, found.StandardError);
        Assert.All(found.Weights, w => Assert.Equal(40, w.DrawCount));
        var alone = annealing.LogLikelihood(examples, 1, new Rng(5));
        Assert.True(alone.StandardError > 0);
        Assert.True(double.IsNaN(alone.MonteCarloError) && alone.ErrorByExample.All(double.IsNaN));
    }

    private static IEnumerable<(PartitionBracket Bracket, double Exact)> Brackets(float deviation, int stepCount, int chainCount)
    {
        for (ulong seed = 0; seed < MachineCount; seed++)
        {
            var machine = SmallMachine.Random(Visible, Hidden, seed, deviation);
            yield return (new AnnealedImportanceSampling(machine, even, stepCount).Bracket(chainCount, new Rng(seed)), ExactPartition.LogZ(machine));
        }
    }

    private sealed class Steps(List<int> steps) : IProgress<int>
    {
        public void Report(int value) => steps.Add(value);
    }
}
