using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Data;

public sealed class CorruptionTests
{
    private static readonly Tensor gray = Tensor.Full([100, 100], 0.5f);

    [Fact]
    public void SaltAndPepperDamagesItsShareAlikeInBothWays()
    {
        var damaged = new SaltAndPepper(0.2).Apply(gray, new Rng(1)).ToArray();
        Assert.Equal(1000, damaged.Count(v => v == 0), 200.0); // 6 standard deviations
        Assert.Equal(1000, damaged.Count(v => v == 1), 200.0);
        Assert.Equal(10_000, damaged.Count(v => v is 0 or 1 or 0.5f));
    }

    [Fact]
    public void MaskingTurnsItsShareBlack()
    {
        var damaged = new Masking(0.3).Apply(gray, new Rng(1)).ToArray();
        Assert.Equal(3000, damaged.Count(v => v == 0), 300.0);
        Assert.Equal(10_000, damaged.Count(v => v is 0 or 0.5f));
    }

    [Fact]
    public void NoiseHasItsSpreadAndStaysInTheUnitInterval()
    {
        var noise = new GaussianNoise(0.1).Apply(gray, new Rng(1)).ToArray().Select(v => v - 0.5).ToArray();
        Assert.Equal(0, noise.Average(), 0.006);
        Assert.Equal(0.1, Math.Sqrt(noise.Average(v => v * v)), 0.006);
        Assert.All(new GaussianNoise(2).Apply(gray, new Rng(1)).ToArray(), v => Assert.InRange(v, 0, 1));
    }

    [Fact]
    public void TheModelSeesTheDamageAndIsJudgedByTheImage()
    {
        var seen = new Recorder();
        var batch = new Batch(gray, null, 0);
        var denoising = new Denoising(seen, new Masking(0.5));
        denoising.Evaluate(batch, new Pass(null, rng: new Rng(1)));
        Assert.Same(gray, seen.Last!.Values);
        Assert.Contains(0, seen.Last.Inputs.ToArray());
        var first = seen.Last.Inputs.ToArray();
        denoising.Evaluate(batch, new Pass(null, rng: new Rng(1)));
        Assert.Equal(first, seen.Last.Inputs.ToArray());
        denoising.Evaluate(batch, new Pass(null, rng: new Rng(2)));
        Assert.NotEqual(first, seen.Last.Inputs.ToArray());
    }

    [Fact]
    public void RebinarizingDrawsAnewAndLeavesBinaryImagesAlone()
    {
        var seen = new Recorder();
        var rebinarizing = new Rebinarizing(seen);
        rebinarizing.Evaluate(new Batch(gray, null, 0), new Pass(null, rng: new Rng(1)));
        var first = seen.Last!.Values.ToArray();
        Assert.Equal(5000, first.Sum(), 300.0);
        Assert.Same(seen.Last.Values, seen.Last.Inputs);
        rebinarizing.Evaluate(new Batch(gray, null, 0), new Pass(null, rng: new Rng(2)));
        Assert.NotEqual(first, seen.Last.Values.ToArray());
        rebinarizing.Evaluate(new Batch(Tensor.From(first, gray.Shape), null, 0), new Pass(null, rng: new Rng(3)));
        Assert.Equal(first, seen.Last.Values.ToArray());
    }

    [Fact]
    public void BinarizationKeepsLabels()
    {
        var images = TinyAutoencoders.Labelled(30);
        var values = images.ToTensor(0, 30).ToArray();
        var threshold = Binarization.Threshold(images);
        Assert.Equal(values.Select(v => v > 0.5f ? 1f : 0f), threshold.ToTensor(0, 30).ToArray());
        Assert.Equal(2, threshold.Label(5));
        var sampled = Binarization.Sample(images, new Rng(1)).ToTensor(0, 30).ToArray();
        Assert.All(sampled, v => Assert.True(v is 0 or 1));
        Assert.Equal(values.Sum(), sampled.Sum(), 6 * Math.Sqrt(values.Sum(v => v * (1 - v))));
        Assert.Equal(sampled[64..128], Binarization.Sample(images.Slice(0, 2), new Rng(1)).ToTensor(1, 1).ToArray());
    }

    [Fact]
    public void EachWayToMakePixelsBinaryTrainsAndEvaluatesItsOwnImages()
    {
        var images = TinyAutoencoders.Labelled(30);
        var seen = new Recorder();
        float[] Values(Dataset d) => d.ToTensor(0, 30).ToArray();
        Assert.Same(images, new GrayPixels().Training(images, new Rng(1)));
        Assert.Equal(Values(Binarization.Threshold(images)), Values(new ThresholdPixels().Training(images, new Rng(1))));
        Assert.Equal(Values(Binarization.Sample(images, new Rng(1))), Values(new SampledPixels().Training(images, new Rng(1))));
        Assert.Same(seen, new SampledPixels().Wrap(seen));
        Assert.Same(images, new ResampledPixels().Training(images, new Rng(1)));
        Assert.Equal(Values(Binarization.Sample(images, new Rng(1))), Values(new ResampledPixels().Evaluated(images, new Rng(1))));
        Assert.IsType<Rebinarizing>(new ResampledPixels().Wrap(seen));
    }

    /// <summary>Keeps what it is given.</summary>
    private sealed class Recorder : ITrainable
    {
        public Batch? Last { get; private set; }

        public IReadOnlyList<Parameter> Parameters() => [];

        public StepResult Step(Batch batch, Pass pass) => throw new NotSupportedException();

        public Metrics Evaluate(Batch batch, Pass pass)
        {
            Last = batch;
            return new Metrics(("total", 0));
        }
    }
}
