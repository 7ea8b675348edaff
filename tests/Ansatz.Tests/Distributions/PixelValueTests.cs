using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>The likelihoods of pixels where their formulas cancel or overflow, against mpmath 1.2 with 40 digits.</summary>
public sealed class PixelValueTests
{
    [Theory]
    [InlineData(0.001f, -0.00025004166666631944, 0.50008333333194444, 0.083333329166666832, -4.1666665625000028e-8)]
    [InlineData(-0.4999f, 0.11458409800398671, 0.45851414767472247, 0.082302319434810747, -0.010347875581392943)]
    [InlineData(0.5001f, -0.13542420081251929, 0.54150231270746836, 0.082301502421181824, -0.010356105772485635)]
    [InlineData(0.75f, -0.21082860741142699, 0.56192180106901018, 0.08104088770167611, -0.023112743390330649)]
    [InlineData(-1.25f, 0.24822311640162083, 0.39844888150698712, 0.07720558074399745, -0.062662014517886926)]
    [InlineData(30f, -19.098802618337751, 0.96666666666676024, 0.0011111111110175349, -2.4011973816650562)]
    [InlineData(-80f, -15.617973365326118, 0.0125, 0.00015625, -3.3820266346738816)]
    public void ContinuousBernoulliOfAQuarter(float logit, double logProb, double mean, double variance, double entropy)
    {
        var p = new ContinuousBernoulli(logit);
        Close(logProb, p.LogProb(0.25f));
        Close(mean, p.Mean);
        Close(variance, p.Variance);
        Assert.Equal(entropy, p.Entropy.Item(), 4e-7 * Math.Max(1, Math.Abs(logit)));
    }

    [Fact]
    public void ContinuousBernoulliOfZeroIsUniform()
    {
        var p = new ContinuousBernoulli(0f);
        Assert.Equal((0f, 0.5f, 1f / 12, 0f), (p.LogProb(0.3f).Item(), p.Mean.Item(), p.Variance.Item(), p.Entropy.Item()));
    }

    [Theory]
    [InlineData(0.5f, 0.002f, 128, -0.97652440409973065)]
    [InlineData(0.5f, 0.002f, 0, -249.01959601534112)]
    [InlineData(0.5f, 0.002f, 255, -249.01959601534112)]
    [InlineData(0.5f, 0.002f, 20, -209.95560463929387)]
    [InlineData(0.3f, 50f, 100, -10.839581761123014)]
    [InlineData(0.9f, 0.05f, 255, -2.0924688823478805)]
    public void DiscretizedLogisticOfALevel(float loc, float scale, int level, double logProb) =>
        Close(logProb, new DiscretizedLogistic(loc, scale).LogProb(level / 255f), 1e-5); // the level itself is rounded, and divided by the scale

    [Fact]
    public void EveryByteIsALevel() =>
        Assert.All(new DiscretizedLogistic(0.5f, 0.5f).LogProb(Tensor.From([.. Enumerable.Range(0, 256).Select(k => k / 255f)])).ToArray(), p => Assert.True(float.IsFinite(p)));

    private static void Close(double expected, Tensor actual, double tolerance = 1e-6) =>
        Assert.Equal(expected, actual.Item(), tolerance * Math.Max(0.1, Math.Abs(expected)));
}
