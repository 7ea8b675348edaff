using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Evaluation;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Autoencoders;

public sealed class AutoencoderVerbsTests
{
    private const int Count = 139; // more than two batches, and no whole number of them

    [Fact]
    public void AWholeDataSetIsItsExamplesOneByOne()
    {
        var model = TinyAutoencoders.Convolutional();
        var data = TinyAutoencoders.Spots(Count);
        var codes = model.Encode(data);
        var decoded = model.Decode(codes);
        Assert.Equal([Count, 2], codes.Shape);
        Assert.Equal(new Shape(Count).Concat(data.ExampleShape), decoded.Shape);
        foreach (var i in (int[])[0, 1, 63, 64, 128, Count - 1])
        {
            var code = model.Encoder.Given(data.ToTensor(i, 1)).Mean;
            Assert.Equal(code.ToArray(), codes[i].ToArray());
            Assert.Equal(model.Decoder.Given(code).Mean.ToArray(), decoded[i].ToArray());
        }
        Assert.Equal(decoded.ToArray(), model.Reconstruct(data).ToArray());
    }

    [Fact]
    public void TensorsAndSourcesGiveTheSame()
    {
        var model = TinyAutoencoders.Dense();
        var data = TinyAutoencoders.Spots(40);
        var x = data.ToTensor(0, 40);
        var pool = new BufferPool();
        Assert.Equal(model.Encode(data).ToArray(), model.Encode(x, pool: pool).ToArray());
        Assert.Equal(model.Reconstruct(data, pool).ToArray(), model.Reconstruct(x).ToArray());
        Assert.Equal(model.Score(data, new Rng(1), pool: pool), model.Score(x, new Rng(1)));
        var allocated = pool.AllocatedBytes;
        Assert.True(allocated > 0);
        model.Score(x, new Rng(1), pool: pool);
        Assert.Equal(allocated, pool.AllocatedBytes);
    }

    [Fact]
    public void SamplesAreDecodedDrawsFromThePrior()
    {
        var model = TinyAutoencoders.Dense();
        var z = MultivariateNormalDiag.Standard(2).Sample(new Rng(3), [5]);
        Assert.Equal(model.Decode(z).ToArray(), model.Sample(new Rng(3), 5).ToArray());
        Assert.Equal([2], model.LatentShape);
    }

    [Fact]
    public void TheScoreIsTheNegativeAnomalyAndIncludesTheConstant()
    {
        var design = new AutoencoderDesign { Height = 8, Width = 8, Network = ImageNetwork.Dense, Widths = [16], Latent = 3, Likelihood = Likelihood.SquaredError };
        var model = design.Build();
        model.Initialize(new Rng(1));
        var data = TinyAutoencoders.Spots(5);
        double[] scores = model.Score(data, new Rng(7)), anomalies = Anomalies.Of(model, data, new Rng(7));
        Assert.All(scores.Zip(anomalies), pair => Assert.Equal(-(pair.Second + model.ScoreConstant), pair.First));
        Assert.True(model.ScoreConstant > 30);
    }

    [Fact]
    public void AConditionalModelTakesLabels()
    {
        var model = new AutoencoderDesign { Height = 8, Width = 8, Network = ImageNetwork.Dense, Widths = [16], Latent = 2, ClassCount = 3 }.Build();
        model.Initialize(new Rng(1));
        var spots = TinyAutoencoders.Spots(6);
        int[] labels = [0, 1, 2, 0, 1, 2], others = [1, 2, 0, 1, 2, 0];
        var x = spots.ToTensor(0, 6);
        var labelled = Dataset.FromFloats(x.ToArray(), spots.ExampleShape, labels);
        Assert.Equal(model.Encode(labelled).ToArray(), model.Encode(x, labels).ToArray());
        Assert.NotEqual(model.Encode(x, labels).ToArray(), model.Encode(x, others).ToArray());
        Assert.NotEqual(model.Sample(new Rng(1), 6, labels).ToArray(), model.Sample(new Rng(1), 6, others).ToArray());
        Assert.NotEqual(model.Score(x, new Rng(1), labels), model.Score(x, new Rng(1), others));
        Assert.Contains("has no labels", Assert.Throws<InvalidOperationException>(() => model.Encode(x)).Message, StringComparison.Ordinal);
        Assert.Contains("2 labels for 6 examples", Assert.Throws<ArgumentException>(() => model.Sample(new Rng(1), 6, [0, 1])).Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void AVerbIsCancelledBetweenBatches()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => TinyAutoencoders.Dense().Encode(TinyAutoencoders.Spots(3), cancellation: source.Token));
        Assert.Throws<OperationCanceledException>(() => TinyAutoencoders.Dense().Score(TinyAutoencoders.Spots(3), new Rng(1), cancellation: source.Token));
    }

    [Fact]
    public void AnEmptyDataSetIsRefused() =>
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => TinyAutoencoders.Dense().Encode(TinyAutoencoders.Spots(1).Slice(0, 0))).Sentence(), StringComparison.Ordinal);

    [Fact]
    public void EachPointHasALabelOrNone() =>
        Assert.Contains("1 labels for 2 examples", Assert.Throws<ArgumentException>(() => TinyAutoencoders.Dense().Decode(Tensor.Zeros([2, 2]), [0])).Sentence(), StringComparison.Ordinal);

    /// <summary>A source that computes its examples: what is read is what a data set of the same examples gives.</summary>
    [Fact]
    public void ASourceNeedNotBeInMemory()
    {
        var data = TinyAutoencoders.Spots(50);
        var source = new Computed(data);
        var model = TinyAutoencoders.Dense();
        Assert.Equal(model.Encode(data).ToArray(), model.Encode(source).ToArray());
        Assert.Equal(Anomalies.Of(model, data, new Rng(1)), Anomalies.Of(model, source, new Rng(1)));
        Assert.Equal(PosteriorSummary.Of(model, data).Means.ToArray(), PosteriorSummary.Of(model, source).Means.ToArray());
        Assert.Equal(EntropyFloor.Of(data), EntropyFloor.Of(source), 1e-6);
        Assert.Equal(Ansatz.Training.Validation.Of(model, data, new Rng(1)).Values, Ansatz.Training.Validation.Of(model, source, new Rng(1)).Values);
    }

    [Fact]
    public void ASourceThatHoldsOtherValuesIsRefused()
    {
        var pixels = new Computed(Dataset.FromFloats([.. Enumerable.Range(0, 64 * 40).Select(i => i < 64 * 35 + 3 ? 1f : 255)], [8, 8, 1]));
        Assert.Contains("Score: found 255 in example 35, element 3;", Assert.Throws<ArgumentException>(() => TinyAutoencoders.Dense().Score(pixels, new Rng(1))).Message, StringComparison.Ordinal);
    }

    private sealed class Computed(Dataset data) : IExampleSource
    {
        public int Count => data.Count;

        public Shape ExampleShape => data.ExampleShape;

        public void CopyTo(int position, Span<float> destination) => data.CopyTo(position, destination);
    }
}
