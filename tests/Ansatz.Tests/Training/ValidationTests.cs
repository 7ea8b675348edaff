using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class ValidationTests
{
    [Fact]
    public void EveryExampleWeighsTheSame()
    {
        // Whole numbers, so that the means are exact: 3 batches, the last one of 3 examples.
        var values = Enumerable.Range(0, 131).Select(i => (float)(i * i % 97)).ToArray();
        var found = Validation.Of(new MeanOfBatch(), Dataset.FromFloats(values, [1]), new Rng(1));
        Assert.Equal(values.Sum(v => (double)v) / values.Length, found.Objective);
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(0.1)]
    public void TheTotalIsTheSumOfItsPartsToTheLastBit(double beta)
    {
        var data = TinyAutoencoders.Spots(150);
        var options = new TrainerOptions { EpochCount = 4, BatchSize = 16, Optimizer = new Adam(), LearningRate = 1e-3 };
        var history = new Trainer(options, new Rng(1)).Train(TinyAutoencoders.Dense(beta), data, data).History;
        foreach (var metrics in history.SelectMany(r => new[] { r.Train, r.Validation! }))
            Assert.Equal(metrics["reconstruction"] + beta * metrics["kl"], metrics["total"]);
    }

    [Fact]
    public void TheWeightIsTheOneAfterAnnealing()
    {
        var data = TinyAutoencoders.Spots(30);
        var found = Validation.Of(TinyAutoencoders.Dense(new LinearSchedule(42, 2, 3)), data, new Rng(1));
        Assert.Equal(found["reconstruction"] + 2 * found["kl"], found["total"]);
    }

    [Fact]
    public void TheStreamAloneDecidesTheNumbers()
    {
        var data = TinyAutoencoders.Spots(70);
        var model = TinyAutoencoders.Convolutional();
        var hash = ParametersHash.Of(model.Parameters());
        Assert.Equal(Validation.Of(model, data, new Rng(1)).Objective, Validation.Of(model, data, new Rng(1)).Objective);
        Assert.NotEqual(Validation.Of(model, data, new Rng(1)).Objective, Validation.Of(model, data, new Rng(2)).Objective);
        Assert.Equal(hash, ParametersHash.Of(model.Parameters()));
    }

    [Fact]
    public void AnEmptyDataSetIsRefused() =>
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Validation.Of(new MeanOfBatch(), Dataset.FromFloats([], [1]), new Rng(1))).Sentence(), StringComparison.Ordinal);

    private sealed class MeanOfBatch : ITrainable
    {
        public IReadOnlyList<Parameter> Parameters() => [];

        public StepResult Step(Batch batch, Pass pass) => throw new NotSupportedException();

        public Metrics Evaluate(Batch batch, Pass pass) => new(("mean", batch.Values.ToArray().Average(v => (double)v)));
    }
}
