using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Networks;

public sealed class BatchNormalizationTests
{
    private static BatchNormalization Fresh(float momentum = 0.9f)
    {
        var layer = new BatchNormalization(2, momentum, epsilon: 0.5f);
        layer.Initialize(new Rng(1));
        return layer;
    }

    // Channel means 2 and 10, biased variances 2/3 and 8/3.
    private static Tensor Batch => Tensor.From([1, 8, 2, 10, 3, 12], [3, 2]);

    [Fact]
    public void StatisticsMoveOnceWhenTheyAreApplied()
    {
        var layer = Fresh();
        using var tape = new Tape();
        var pass = new Pass(tape, isTraining: true);
        layer.Forward(Batch, pass);
        Assert.Equal([0, 0], layer.RunningMean.Value.ToArray()); // a forward pass changes nothing
        pass.ApplyStatistics();
        pass.ApplyStatistics();
        Training.Steps.AssertNear([0.2, 1], layer.RunningMean.Value.ToArray(), 1e-6);
        Training.Steps.AssertNear([0.9 + 0.1 * 2 / 3, 0.9 + 0.1 * 8 / 3], layer.RunningVariance.Value.ToArray(), 1e-6);
    }

    [Fact]
    public void TrainingNormalizesByTheBatchAndEvaluationByTheMovingStatistics()
    {
        var layer = Fresh();
        using var tape = new Tape();
        var trained = layer.Forward(Batch, new Pass(tape, isTraining: true)).ToArray();
        double first = 1 / Math.Sqrt(2.0 / 3 + 0.5), second = 2 / Math.Sqrt(8.0 / 3 + 0.5);
        Training.Steps.AssertNear([-first, -second, 0, 0, first, second], trained, 1e-6);

        layer.RunningMean.Assign([1, 2]);
        layer.RunningVariance.Assign([3.5f, 8.5f]); // with ε: 4 and 9
        layer.Weight.Assign([1, 3]);
        layer.Bias.Assign([0, 1]);
        Training.Steps.AssertNear([0, 7, 0.5, 9, 1, 11], layer.Forward(Batch).ToArray(), 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AGradientThatOthersReadIsNotWrittenOver(bool outputIsWatched)
    {
        using var tape = new Tape();
        Tensor x = tape.Watch(Batch), y = Fresh().Forward(x, new Pass(tape, isTraining: true)), weights = Tensor.From([1, 2, 3, 4, 5, 6], [3, 2]);
        Tensor beside = outputIsWatched ? tape.Watch(y) : tape.Watch(Batch), sum = outputIsWatched ? y : beside + y;
        var gradients = tape.Backward((sum * weights).Sum());
        Assert.Equal(weights.ToArray(), gradients[beside].ToArray());
        Assert.NotEqual(weights.ToArray(), gradients[x].ToArray());
    }

    [Fact]
    public void OutsideTrainingNothingIsCollected()
    {
        var layer = Fresh();
        var pass = new Pass(tape: null);
        layer.Forward(Batch, pass);
        pass.ApplyStatistics();
        Assert.Equal([0, 0], layer.RunningMean.Value.ToArray());
    }

    [Fact]
    public void APassWithoutRandomnessSaysSo() =>
        Assert.Contains("the stream 'noise' is asked for", Assert.Throws<InvalidOperationException>(() => default(Pass).Stream("noise")).Message, StringComparison.Ordinal);
}
