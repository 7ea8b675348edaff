using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

public sealed class NormalTests
{
    [Fact]
    public void OneConstantScaleHasTheBitsOfManyEqualOnes()
    {
        var (fused, composed) = (Run(n => n.LogProb), Run(n => n.LogProbComposed));
        Assert.Equal(composed, fused);
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
    private static float[] Run(Func<Normal, Func<Tensor, Tensor>> score)
    {
        using var tape = new Tape();
        float[] numbers = new float[3 * 1001];
        new Rng(1).Normal(numbers);
        Tensor[] parts = [.. numbers.Chunk(1001).Select(c => Tensor.From(c))];
        Tensor value = tape.Watch(parts[0]), mean = tape.Watch(parts[1]);
        var scores = score(new Normal(mean, 0.7f))(value);
        var gradients = tape.Backward((scores * parts[2]).Sum());
        return [.. scores.ToArray(), .. gradients[value].ToArray(), .. gradients[mean].ToArray()];
    }
}
