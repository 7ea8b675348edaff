using Ansatz.Data;
using Ansatz.Evaluation;
using Ansatz.Tensors;

namespace Ansatz.Tests.Evaluation;

public sealed class EntropyFloorTests
{
    private static double Entropy(double x) => x is 0 or 1 ? 0 : -x * Math.Log(x) - (1 - x) * Math.Log(1 - x);

    [Fact]
    public void ItIsTheSumOverPixelsAndTheMeanOverExamples() =>
        Assert.Equal((2 * Entropy(0.5) + Entropy(0.25)) / 2, EntropyFloor.Of(Dataset.FromFloats([0.5f, 0.25f, 0.5f, 1], [2])), 1e-15);

    [Fact]
    public void BlackAndWhiteHaveNone() => Assert.Equal(0, EntropyFloor.Of(Dataset.FromBytes([0, 255, 255, 0], [2])));

    [Fact]
    public void BytesCountAsTheFloatsTheyAreReadAs()
    {
        var bytes = Dataset.FromBytes([.. Enumerable.Range(0, 1024).Select(i => (byte)(i * 7))], [4]).Slice(3, 200);
        var floats = Dataset.FromFloats(bytes.ToTensor(0, 200).ToArray(), [4]);
        Assert.Equal(EntropyFloor.Of(floats), EntropyFloor.Of(bytes), 1e-13);
    }

    [Fact]
    public void NoDecoderComesBelowIt()
    {
        var data = TinyAutoencoders.Spots(20);
        var x = data.ToTensor(0, 20);
        var exact = (x / (1f - x)).Log(); // no pixel of a spot is black or white enough for an infinite logit
        Assert.Equal(EntropyFloor.Of(data), -Score(exact), 1e-3);
        Assert.True(EntropyFloor.Of(data) < -Score(exact + 0.1f));
        Assert.True(EntropyFloor.Of(data) < -Score(exact * 0.9f));

        double Score(Tensor logits) => new Ansatz.Distributions.BernoulliCrossEntropy(logits).LogProb(x).ToArray().Sum(v => (double)v) / 20;
    }

    [Fact]
    public void OtherValuesAreRefused()
    {
        Assert.Contains("found 1.5; expected pixels in [0, 1]", Assert.Throws<ArgumentException>(() => EntropyFloor.Of(Dataset.FromFloats([0.5f, 1.5f], [2]))).Sentence(), StringComparison.Ordinal);
        Assert.Contains("found NaN", Assert.Throws<ArgumentException>(() => EntropyFloor.Of(Dataset.FromFloats([float.NaN], [1]))).Sentence(), StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => EntropyFloor.Of(Dataset.FromFloats([], [1]))).Sentence(), StringComparison.Ordinal);
    }
}
