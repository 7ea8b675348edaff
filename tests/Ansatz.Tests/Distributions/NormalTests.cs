using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

public sealed class NormalTests
{
    [Fact]
    public void OneConstantScaleHasTheScoresOfManyEqualOnes()
    {
        var (one, many) = (Run(0.7f), Run(Tensor.Full([1001], 0.7f)));
        Assert.Equal(many[..1001], one[..1001]);
        for (var i = 1001; i < one.Length; i++) Assert.Equal(many[i], one[i], 4e-7f * Math.Max(1e-3f, Math.Abs(many[i])));
    }

    [Fact]
    public void TheSlopeByAScaleNearTheDistanceKeepsItsDigits()
    {
        using var tape = new Tape();
        var scale = tape.Watch(Tensor.Scalar(1e-10f));
        var gradient = tape.Backward(new Normal(0, scale).LogProb(1.0000001e-10f).Sum())[scale];
        Assert.Equal(1387.7787918720253, gradient.Item(), 1e-2);
    }

    [Fact]
    public void OneScaleThatIsLearntHasAGradient()
    {
        using var tape = new Tape();
        var scale = tape.Watch(Tensor.Scalar(2));
        var gradient = tape.Backward(new Normal(Tensor.From([0, 1f]), scale).LogProb(Tensor.From([2, 1f])).Sum())[scale];
        Assert.Equal(-0.5f, gradient.Item()); // ∑ (z² − 1)/σ with z = 1 and 0
    }

    /// <summary>Score and gradients by value and mean, one after the other.</summary>
    private static float[] Run(Tensor scale)
    {
        using var tape = new Tape();
        float[] numbers = new float[3 * 1001];
        new Rng(1).Normal(numbers);
        Tensor[] parts = [.. numbers.Chunk(1001).Select(c => Tensor.From(c))];
        Tensor value = tape.Watch(parts[0]), mean = tape.Watch(parts[1]);
        var scores = new Normal(mean, scale).LogProb(value);
        var gradients = tape.Backward((scores * parts[2]).Sum());
        return [.. scores.ToArray(), .. gradients[value].ToArray(), .. gradients[mean].ToArray()];
    }
}
