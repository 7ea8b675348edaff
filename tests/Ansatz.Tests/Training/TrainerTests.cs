using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class TrainerTests
{
    private static TrainerOptions Options { get; } = new() { EpochCount = 6, BatchSize = 8, Optimizer = new Adam(), LearningRate = 1e-2, EarlyStopping = new EarlyStopping(3) };

    /// <summary>One step an epoch, and the weight counts them.</summary>
    private static TrainerOptions Counting { get; } = new() { EpochCount = 10, BatchSize = 4, Optimizer = new Sgd(), LearningRate = 1 };

    private static TrainingState Count(ScriptedModel model, TrainerOptions options)
    {
        model.Initialize(new Rng(0));
        return new Trainer(options, new Rng(1)).Train(model, ScriptedModel.Data(4), ScriptedModel.Data(3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheLossFalls(bool isConvolutional)
    {
        var data = TinyAutoencoders.Spots(200);
        var model = isConvolutional ? TinyAutoencoders.Convolutional() : TinyAutoencoders.Dense();
        var state = new Trainer(Options, new Rng(1)).Train(model, data.Slice(0, 160), data.Slice(160, 40));
        double first = state.History[0].Validation!.Objective, last = state.History[^1].Validation!.Objective;
        Assert.True(last < first - 1, $"{first} → {last}");
        Assert.True(state.History[^1].Train.Objective < state.History[0].Train.Objective - 1);
    }

    [Fact]
    public void MovingStatisticsFollowTheBatches()
    {
        var model = TinyAutoencoders.Convolutional();
        new Trainer(Options with { EpochCount = 1, EarlyStopping = null }, new Rng(1)).Train(model, TinyAutoencoders.Spots(160));
        var first = model.SelfAndDescendants().OfType<BatchNormalization>().First();
        // 20 steps with momentum 0.99: of the 1 that it began at, 0.818 is left, and the images' share has come.
        Assert.All(first.RunningVariance.Value.ToArray(), v => Assert.InRange(v, 0.8179f, 1));
        Assert.All(first.RunningMean.Value.ToArray(), m => Assert.NotEqual(0, m));
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsAndAnotherGivesOthers()
    {
        var data = TinyAutoencoders.Spots(40);
        string Train(ulong seed)
        {
            var model = TinyAutoencoders.Convolutional();
            new Trainer(Options with { EpochCount = 2 }, new Rng(seed)).Train(model, data, data);
            return ParametersHash.Of(model.Parameters());
        }
        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void ItStopsWhenPatienceIsOverAndKeepsTheBestWeights()
    {
        double[] objectives = [9, 5, 4, 3, 3.5, 3, 3.1, 2, 1]; // after 3 steps the best; 3 again is no improvement
        var model = new ScriptedModel { ValidationObjective = n => objectives[n] };
        var state = Count(model, Counting with { EarlyStopping = new EarlyStopping(3) });
        Assert.Equal(6, state.Epoch);
        Assert.Equal(3, state.BestEpoch);
        Assert.Equal(3, model.Weight.Value.Item());
        Assert.Equal([5, 4, 3, 3.5, 3, 3.1], state.History.Select(r => r.Validation!.Objective));
    }

    [Fact]
    public void EarlyStoppingBeginsWhenAnnealingHasEnded()
    {
        var model = new ScriptedModel { ValidationObjective = n => n < 4 ? 0 : 10 - n };
        var annealed = new LinearSchedule(4, 1, epochs: 4);
        var state = Count(model, Counting with { EarlyStopping = new EarlyStopping(2, annealed.SettledAt) });
        Assert.Equal(10, state.Epoch);
        Assert.Equal(10, state.BestEpoch);
        Assert.Equal(10, model.Weight.Value.Item());
    }

    [Fact]
    public void WhereNoEpochCountsTheLastWeightsStay()
    {
        var model = new ScriptedModel();
        Assert.Equal(10, Count(model, Counting with { EarlyStopping = new EarlyStopping(1, startEpoch: 99) }).BestEpoch);
        Assert.Equal(10, model.Weight.Value.Item());
    }

    [Fact]
    public void AveragedWeightsAreValidatedAndKept()
    {
        var seen = new List<double>();
        var model = new ScriptedModel();
        model.Initialize(new Rng(0));
        var watching = new ValidationWatcher(model, () => seen.Add(model.Weight.Value.Item()));
        new Trainer(Counting with { EpochCount = 3, AverageDecay = 0.999 }, new Rng(1)).Train(watching, ScriptedModel.Data(4), ScriptedModel.Data(3));
        double d1 = 2.0 / 11, d2 = 3.0 / 12, d3 = 4.0 / 13;
        var a1 = 1 - d1;
        var a2 = d2 * a1 + (1 - d2) * 2;
        Steps.AssertNear([a1, a2, d3 * a2 + (1 - d3) * 3], [.. seen.Select(x => (float)x)], 1e-6);
        Assert.Equal(seen[^1], model.Weight.Value.Item());
    }

    [Fact]
    public void ClippingShortensTheStep()
    {
        var model = new ScriptedModel();
        Count(model, Counting with { ClipNorm = 0.25 });
        Assert.Equal(2.5f, model.Weight.Value.Item());
    }

    [Fact]
    public void AnObjectiveThatIsNoNumberEndsTraining()
    {
        var model = new ScriptedModel { Objective = n => n == 7 ? double.NaN : 1 };
        var error = Assert.Throws<ArithmeticException>(() => Count(model, Counting));
        Assert.Equal("Trainer: the objective became NaN at step 1 of epoch 8; try a smaller learning rate or gradient clipping.", error.Message);
        Assert.Equal(7, model.Weight.Value.Item());
    }

    [Fact]
    public void AnObjectiveThatIsNoNumberAtTheFirstStepIsTheExamplesFault()
    {
        var error = Assert.Throws<ArithmeticException>(() => Count(new ScriptedModel { Objective = _ => double.NaN }, Counting));
        Assert.Equal("Trainer: the objective is NaN at the first step; look for examples that are no numbers, or that the likelihood rules out.", error.Message);
    }

    [Fact]
    public void WeightsThatBecomeNaNEndTrainingWithTheirStep()
    {
        var options = new TrainerOptions { EpochCount = 3, BatchSize = 4, Optimizer = new Sgd(), LearningRate = 1e30 };
        var error = Assert.Throws<ArithmeticException>(() => new Trainer(options, new Rng(1)).Train(TinyAutoencoders.Dense(), TinyAutoencoders.Spots(16)));
        Assert.StartsWith("Trainer: step 2 of epoch 1 failed, the ones before it did not: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("try a smaller learning rate or gradient clipping, or look at the examples.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsRefusedAfterGoodStepsIsPutDownToTheTraining()
    {
        ScriptedModel Refusing(int step) => new() { Objective = n => n == step ? throw new ArgumentException("Normal: the scale must be positive and finite, found 0.") : 1 };
        var error = Assert.Throws<ArithmeticException>(() => Count(Refusing(2), Counting));
        Assert.Equal("Trainer: step 1 of epoch 3 failed, the ones before it did not: Normal: the scale must be positive and finite, found 0; try a smaller learning rate or gradient clipping, or look at the examples.", error.Message);
        Assert.Throws<ArgumentException>(() => Count(Refusing(0), Counting));
    }

    [Fact]
    public void AValidationObjectiveThatIsInfiniteEndsTraining()
    {
        var model = new ScriptedModel { ValidationObjective = n => n == 2 ? double.PositiveInfinity : 1 };
        var error = Assert.Throws<ArithmeticException>(() => Count(model, Counting));
        Assert.Contains("validation objective became Infinity at the end of epoch 2;", error.Message.Replace("∞", "Infinity", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneModelInTwoTrainingsIsRefused()
    {
        using ManualResetEventSlim inside = new(), leave = new();
        var model = new ScriptedModel { Objective = _ => { inside.Set(); leave.Wait(); return 1; } };
        model.Initialize(new Rng(0));
        var data = ScriptedModel.Data(4);
        var first = Task.Run(() => new Trainer(Counting, new Rng(1)).Train(model, data));
        inside.Wait();
        var error = Assert.Throws<InvalidOperationException>(() => new Trainer(Counting, new Rng(2)).Train(model, data));
        Assert.Contains("in training already", error.Message, StringComparison.Ordinal);
        leave.Set();
        Assert.Equal(10, (await first).Epoch);
        new Trainer(Counting, new Rng(2)).Train(model, data); // and now it is free again
    }

    [Fact]
    public void ProgressTellsOfEveryStepAndEpoch()
    {
        var told = new List<TrainingProgress>();
        var model = new ScriptedModel();
        model.Initialize(new Rng(0));
        new Trainer(Counting with { EpochCount = 2 }, new Rng(1)).Train(model, ScriptedModel.Data(10), null, null, new Told(told.Add));
        Assert.Equal([(1, 1, false), (1, 2, false), (1, 3, false), (1, 3, true), (2, 1, false), (2, 2, false), (2, 3, false), (2, 3, true)],
            told.Select(p => (p.Epoch, p.Step, p.Finished is not null)));
        Assert.All(told, p => Assert.Equal((2, 3), (p.EpochCount, p.StepCount)));
    }

    [Fact]
    public void ImpossibleRequestsGetOneLine()
    {
        var model = new ScriptedModel();
        model.Initialize(new Rng(0));
        string Refused<T>(Func<object> attempt) where T : Exception => Assert.Throws<T>(attempt) is var refusal && refusal is ArgumentException argument ? argument.Sentence() : refusal.Message;
        Assert.Equal("Trainer: 3 training examples are too few for a batch of 4; give more data or a smaller batch.",
            Refused<ArgumentException>(() => new Trainer(Counting, new Rng(1)).Train(model, ScriptedModel.Data(3))));
        Assert.Contains("no validation examples", Refused<ArgumentException>(() => new Trainer(Counting, new Rng(1)).Train(model, ScriptedModel.Data(4), ScriptedModel.Data(4).Slice(0, 0))), StringComparison.Ordinal);
        Assert.Contains("no validation examples", Refused<ArgumentException>(() => new Trainer(Options, new Rng(1)).Train(model, ScriptedModel.Data(8))), StringComparison.Ordinal);
        Assert.Contains("EpochCount is 0; expected 1 or more", Refused<ArgumentOutOfRangeException>(() => new Trainer(Counting with { EpochCount = 0 }, new Rng(1))), StringComparison.Ordinal);
        Assert.Contains("BatchSize is 0; expected 1 or more", Refused<ArgumentOutOfRangeException>(() => new Trainer(Counting with { BatchSize = 0 }, new Rng(1))), StringComparison.Ordinal);
        foreach (var rate in new[] { -1, double.NaN })
            Assert.Contains("LearningRate is", Refused<ArgumentOutOfRangeException>(() => new Trainer(Counting with { LearningRate = rate }, new Rng(1))), StringComparison.Ordinal);
        Assert.Contains("ClipNorm is 0; expected more than 0", Refused<ArgumentOutOfRangeException>(() => new Trainer(Counting with { ClipNorm = 0 }, new Rng(1))), StringComparison.Ordinal);
        Assert.Contains("AverageDecay is 1", Refused<ArgumentOutOfRangeException>(() => new Trainer(Counting with { AverageDecay = 1 }, new Rng(1))), StringComparison.Ordinal);
        Assert.Contains("patience is 0", Refused<ArgumentOutOfRangeException>(() => new EarlyStopping(0)), StringComparison.Ordinal);
    }

    /// <summary>Looks at a model whenever it is validated.</summary>
    private sealed class ValidationWatcher(ScriptedModel model, Action look) : ITrainable
    {
        public IReadOnlyList<Parameter> Parameters() => model.Parameters();

        public StepResult Step(Batch batch, Pass pass) => model.Step(batch, pass);

        public Metrics Evaluate(Batch batch, Pass pass)
        {
            look();
            return model.Evaluate(batch, pass);
        }
    }
}

/// <summary>Progress told at once, on the thread that trains.</summary>
internal sealed class Told(Action<TrainingProgress> action) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => action(value);
}
