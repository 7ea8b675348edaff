using Ansatz.Boltzmann;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Boltzmann;

public sealed class ContrastiveDivergenceTests
{
    private const int Visible = 8, Hidden = 5;

    [Theory]
    [InlineData(null, 1)]
    [InlineData(20, 1)]
    [InlineData(7, 3)]
    public void PlainDirectionsAreTheGradientOfTheDifferenceOfFreeEnergies(int? chains, int steps)
    {
        var (training, examples) = Make(new() { ChainCount = chains, StepCount = steps, IsCentered = false }, 16);
        var machine = training.Machine;
        var start = training.Chains?.Value.Detach();
        using var tape = new Tape();
        var pass = new Pass(tape, isTraining: true, new Rng(3));
        var (gradients, metrics) = training.Step(new Batch(examples, null, 0), pass);
        float[][] found = [.. machine.Parameters().Select(p => gradients[p].ToArray())];
        // Where the chains ended is not to be seen: run them again.
        var end = start is null ? machine.Gibbs(examples, steps, new Rng(3).Fork("chains")) : GoOn(machine, start, steps, new Rng(3).Fork("chains"));

        using var reference = new Tape();
        var again = new Pass(reference);
        var difference = machine.FreeEnergy(examples, again).Mean() - machine.FreeEnergy(end, again).Mean();
        Assert.Equal(difference.Item(), metrics["freeEnergyAboveChains"], tolerance: 1e-5);
        var expected = reference.Backward(difference);
        foreach (var (parameter, values) in machine.Parameters().Zip(found))
            for (var i = 0; i < values.Length; i++) Assert.Equal(expected[parameter].ToArray()[i], values[i], tolerance: 1e-5);
    }

    [Fact]
    public void CenteredDirectionsDoNotDependOnWhatABitCallsOne()
    {
        var rng = new Rng(4);
        float[] data = Bits(rng.Fork("data"), 12 * Visible), chains = Bits(rng.Fork("chains"), 9 * Visible), mu = new float[Visible], lambda = new float[Hidden];
        rng.Fork("mu").Uniform(mu);
        rng.Fork("lambda").Uniform(lambda);
        var machine = SmallMachine.Random(Visible, Hidden, 5);
        var plain = Centered(machine, data, chains, mu, lambda);

        // The same machine of a world in which unit 2 is flipped: v₂ → 1 − v₂, w₂ → −w₂, a₂ → −a₂, b → b + w₂.
        var flipped = new RestrictedBoltzmannMachine(Visible, Hidden);
        float[] w = machine.Weight.Value.ToArray(), a = machine.VisibleBias.Value.ToArray(), b = machine.HiddenBias.Value.ToArray();
        for (var j = 0; j < Hidden; j++) (b[j], w[2 * Hidden + j]) = (b[j] + w[2 * Hidden + j], -w[2 * Hidden + j]);
        a[2] = -a[2];
        flipped.Weight.Assign(w);
        flipped.VisibleBias.Assign(a);
        flipped.HiddenBias.Assign(b);
        mu[2] = 1 - mu[2];
        var other = Centered(flipped, Flip(data), Flip(chains), mu, lambda);

        for (var i = 0; i < Visible; i++)
        {
            var sign = i == 2 ? -1 : 1;
            Assert.Equal(sign * plain.VisibleBias[i].Item(), other.VisibleBias[i].Item(), tolerance: 1e-5);
            for (var j = 0; j < Hidden; j++) Assert.Equal(sign * plain.Weight[i, j].Item(), other.Weight[i, j].Item(), tolerance: 1e-5);
        }
        for (var j = 0; j < Hidden; j++) Assert.Equal(plain.HiddenBias[j].Item() + plain.Weight[2, j].Item(), other.HiddenBias[j].Item(), tolerance: 1e-5);

        static float[] Flip(float[] bits) => [.. bits.Select((x, i) => i % Visible == 2 ? 1 - x : x)];
    }

    [Fact]
    public void OffsetsFollowTheDataAndChainsGoOn()
    {
        var (training, examples) = Make(new() { ChainCount = 6, OffsetRate = 0.25f }, 16);
        var before = training.Chains!.Value.ToArray();
        var mu = training.VisibleOffset!.Value.ToArray();
        using var tape = new Tape();
        var pass = new Pass(tape, isTraining: true, new Rng(3));
        training.Step(new Batch(examples, null, 0), pass);
        Assert.Equal(before, training.Chains.Value.ToArray());
        pass.ApplyStatistics();
        Assert.NotEqual(before, training.Chains.Value.ToArray());
        Assert.All(training.Chains.Value.ToArray(), bit => Assert.True(bit is 0 or 1));
        var mean = examples.Mean(0).ToArray();
        for (var i = 0; i < Visible; i++) Assert.Equal(0.75 * mu[i] + 0.25 * mean[i], training.VisibleOffset.Value.ToArray()[i], tolerance: 1e-6);
    }

    [Theory]
    [InlineData(1, null, true)]
    [InlineData(1, 32, true)]
    [InlineData(5, null, false)]
    [InlineData(1, 32, false)]
    public void TrainingRaisesTheExactLikelihood(int steps, int? chains, bool isCentered)
    {
        var training = Make(new() { StepCount = steps, ChainCount = chains, IsCentered = isCentered }, 400).Training;
        var examples = BoltzmannChecksum.Echoes(400, Visible, 2);
        var before = LogLikelihood(training.Machine, examples);
        Train(training, examples, 60);
        var after = LogLikelihood(training.Machine, examples);
        // Independent units give −8 log 2 = −5.55; the truth, −4 log 2 less four times the entropy of a bit flipped one time in ten, is −4.07;
        // on its own examples a machine may stand a little above it.
        Assert.InRange(before, -5.7, -5.4);
        Assert.InRange(after, -4.5, -3.9);
    }

    [Fact]
    public void InterruptedAndContinuedItGivesTheSameBits()
    {
        var examples = BoltzmannChecksum.Echoes(64, Visible, 2);
        using var folder = new TemporaryFolder();
        var whole = Make(new() { ChainCount = 10 }, 64).Training;
        Train(whole, examples, 4);
        using var source = new CancellationTokenSource();
        var stopped = Make(new() { ChainCount = 10 }, 64).Training;
        Assert.Throws<OperationCanceledException>(() => Train(stopped, examples, 4, folder["checkpoint"], new StopAt(source, 9), source.Token));
        var resumed = Make(new() { ChainCount = 10 }, 64).Training;
        Train(resumed, examples, 4, folder["checkpoint"]);
        Assert.Equal(ParametersHash.Of(whole.Parameters()), ParametersHash.Of(resumed.Parameters()));
    }

    [Fact]
    public void ItStopsWhenHeldOutFreeEnergyRunsAway()
    {
        // Six examples learnt by heart: the gap grows without end.
        var few = BoltzmannChecksum.Echoes(6, Visible, 2);
        var heldOut = BoltzmannChecksum.Echoes(200, Visible, 9);
        var machine = SmallMachine.Random(Visible, 20, 1, deviation: 0.01f);
        var training = new ContrastiveDivergence(machine, new() { ChainCount = 20 }) { Reference = Tensor.From(few, [6, Visible]) };
        training.Initialize(new Rng(1));
        training.StartFrom(BaseRates.Of(few, Visible), new Rng(2));
        var options = new TrainerOptions { EpochCount = 400, BatchSize = 6, Optimizer = new Sgd(), LearningRate = 0.1, EarlyStopping = new EarlyStopping(10, goodEnough: 1) };
        var state = new Trainer(options, new Rng(3)).Train(training, Dataset.FromFloats(few, [Visible]), Dataset.FromFloats(heldOut, [Visible]));
        Assert.InRange(state.Epoch, 11, 399);
        Assert.Equal(state.Epoch - 10, state.BestEpoch);
        Assert.InRange(state.History[state.BestEpoch - 1].Validation!["freeEnergyGap"], double.NegativeInfinity, 1);
        Assert.All(state.History.Skip(state.BestEpoch), r => Assert.True(r.Validation!["freeEnergyGap"] > 1));
    }

    [Fact]
    public void WhatDoesNotFitIsTold()
    {
        var machine = new RestrictedBoltzmannMachine(4, 2);
        Assert.Contains("0 steps", Assert.Throws<ArgumentException>(() => new ContrastiveDivergence(machine, new() { StepCount = 0 })).Sentence(), StringComparison.Ordinal);
        Assert.Contains("0 chains", Assert.Throws<ArgumentException>(() => new ContrastiveDivergence(machine, new() { ChainCount = 0 })).Sentence(), StringComparison.Ordinal);
        var (training, _) = Make(new(), 4);
        var batch = new Batch(Tensor.Zeros([2, 3]), null, 0);
        using var tape = new Tape();
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => training.Step(batch, new Pass(tape, isTraining: true, new Rng(1)))).Sentence(), StringComparison.Ordinal);
        Assert.Contains("Reference", Assert.Throws<InvalidOperationException>(() => training.Evaluate(batch, default)).Message, StringComparison.Ordinal);
    }

    private static (ContrastiveDivergence Training, Tensor Examples) Make(ContrastiveDivergenceOptions options, int count)
    {
        var training = new ContrastiveDivergence(new RestrictedBoltzmannMachine(Visible, Hidden), options);
        training.Initialize(new Rng(1));
        var examples = BoltzmannChecksum.Echoes(count, Visible, 2);
        training.StartFrom(BaseRates.Of(examples, Visible), new Rng(2));
        return (training, Tensor.From(examples, [count, Visible]));
    }

    private static void Train(ContrastiveDivergence training, float[] examples, int epochs, string? folder = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        new Trainer(new TrainerOptions { EpochCount = epochs, BatchSize = 16, Optimizer = new Sgd(0.5), LearningRate = 0.1 }, new Rng(3)).Train(
            training, Dataset.FromFloats(examples, [Visible]), checkpoint: folder is null ? null : new Checkpoint(folder, TimeSpan.FromDays(1)), progress: progress, cancellation: cancellation);

    private static double LogLikelihood(RestrictedBoltzmannMachine machine, float[] examples) =>
        -machine.FreeEnergy(Tensor.From(examples, [examples.Length / Visible, Visible])).ToArray().Average(f => (double)f) - ExactPartition.LogZ(machine);

    private static Directions Centered(RestrictedBoltzmannMachine machine, float[] data, float[] chains, float[] mu, float[] lambda)
    {
        return Directions.Centered(Of(data), Of(chains), Tensor.From(mu), Tensor.From(lambda));

        Moments Of(float[] values)
        {
            var units = new VisibleUnits(Tensor.From(values, [values.Length / Visible, Visible]));
            return new Moments(units, new Conditionals(machine).HiddenLogits(units));
        }
    }

    private static Tensor GoOn(RestrictedBoltzmannMachine machine, Tensor hidden, int steps, Rng rng)
    {
        var chains = new GibbsChains(new Conditionals(machine), hidden.Shape[0]) { Hidden = BitMatrix.Of(hidden)! };
        chains.Run(steps, rng);
        var end = new float[hidden.Shape[0] * machine.VisibleCount];
        chains.Visible.CopyTo(end);
        return Tensor.From(end, [hidden.Shape[0], machine.VisibleCount]);
    }

    private static float[] Bits(Rng rng, int count)
    {
        var bits = new float[count];
        rng.Uniform(bits);
        return [.. bits.Select(u => u < 0.4f ? 1f : 0f)];
    }

    /// <summary>Cancels after a number of steps.</summary>
    private sealed class StopAt(CancellationTokenSource source, int steps) : IProgress<TrainingProgress>
    {
        private int seen;

        public void Report(TrainingProgress value)
        {
            if (++seen == steps) source.Cancel();
        }
    }
}
