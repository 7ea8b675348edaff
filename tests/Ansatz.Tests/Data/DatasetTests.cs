using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Evaluation;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Tests.Data;

public sealed class DatasetTests
{
    private static Dataset Numbers { get; } = Dataset.FromFloats([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [2], [10, 11, 12, 13, 14]);

    private static float[] Values(Dataset data, int position)
    {
        var values = new float[data.ExampleShape.Size];
        data.CopyTo(position, values);
        return values;
    }

    [Fact]
    public void BytesAreFractionsOf255()
    {
        var data = Dataset.FromBytes([.. Enumerable.Range(0, 256).Select(i => (byte)i)], [256]);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => i / 255f), Values(data, 0));
    }

    [Fact]
    public void PartsShareTheirExamplesAndLabels()
    {
        var picked = Numbers.Slice(1, 4).Pick([3, 0]);
        Assert.Equal(2, picked.Count);
        Assert.Equal([8, 9], Values(picked, 0));
        Assert.Equal(14, picked.Label(0));
        Assert.Equal([2, 3], Values(picked, 1));
        Assert.Equal([8, 9, 2, 3], picked.ToTensor(0, 2).ToArray());
    }

    [Theory]
    [InlineData(0.8, 4)]
    [InlineData(0.29, 1)]
    [InlineData(0.5, 2)]
    public void ASplitIsRoundedToTheNearestExample(double share, int first)
    {
        var (a, b) = Numbers.Split(share);
        Assert.Equal((first, 5 - first), (a.Count, b.Count));
        Assert.Equal(10 + first, b.Label(0));
    }

    [Fact]
    public void AShareOfHundredExamplesIsExact() => Assert.Equal(29, Dataset.FromFloats(new float[100], [1]).Split(0.29).First.Count);

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.02)]
    public void EveryClassIsInBothParts(double share)
    {
        // As class folders are read: one class after the other, of 40, 7, 2 and 1 examples.
        int[] labels = [.. new[] { 40, 7, 2, 1 }.SelectMany((n, c) => Enumerable.Repeat(c, n))];
        var data = Dataset.FromFloats([.. Enumerable.Range(0, 50).Select(i => (float)i)], [1], labels);
        var (first, second) = data.Split(share);
        foreach (var label in new[] { 0, 1, 2 })
        {
            var count = first.Labels()!.Count(l => l == label);
            Assert.InRange(count, 1, labels.Count(l => l == label) - 1);
            Assert.True(Math.Abs(count - share * labels.Count(l => l == label)) <= 1 || count == 1);
            // The first examples of the class, in their order.
            Assert.Equal(Enumerable.Range(0, 50).Where(i => labels[i] == label).Take(count).Select(i => (float)i), Enumerable.Range(0, first.Count).Where(i => first.Label(i) == label).Select(i => Values(first, i)[0]));
        }
        Assert.Equal(50, first.Count + second.Count);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)i), Enumerable.Range(0, first.Count).Select(i => Values(first, i)[0]).Concat(Enumerable.Range(0, second.Count).Select(i => Values(second, i)[0])).Order());
        if (share is 0.8 or 0.5) Assert.Equal((int)Math.Round(share * 50), first.Count);
    }

    [Fact]
    public void AShuffleKeepsExamplesAndLabelsTogether()
    {
        var data = Dataset.FromFloats([.. Enumerable.Range(0, 100).Select(i => (float)i)], [1], [.. Enumerable.Range(0, 100)]);
        var shuffled = data.Shuffle(new Rng(1));
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(shuffled.Label(i), Values(shuffled, i)[0]));
        Assert.Equal(Enumerable.Range(0, 100), shuffled.Labels()!.Order());
        Assert.NotEqual(data.Labels(), shuffled.Labels());
        Assert.Equal(shuffled.Labels(), data.Shuffle(new Rng(1)).Labels()!);
        Assert.NotEqual(shuffled.Labels(), data.Shuffle(new Rng(2)).Labels());
    }

    [Fact]
    public void ClassesAreMatchedByName()
    {
        var data = Dataset.FromFloats([1, 2, 3], [1], [0, 1, 1]).WithClassNames(["b", "d"]);
        var matched = data.MatchClasses(["a", "b", "c", "d"]);
        Assert.Equal([1, 3, 3], matched.Labels()!);
        Assert.Equal((4, 2), (matched.ClassCount, data.ClassCount));
        Assert.Equal(["a", "b", "c", "d"], matched.ClassNames);
        Assert.Equal([3], matched.Pick([2]).Labels()!);
        Assert.Contains("the class 'd' is not among a, b", Assert.Throws<ArgumentException>(() => data.MatchClasses(["a", "b"])).Sentence(), StringComparison.Ordinal);
        Assert.Equal([0], data.Slice(0, 1).MatchClasses(["b"]).Labels()!);
        // Labels without names stay as they are.
        Assert.Equal([0, 1], Dataset.FromFloats([1, 2], [1], [0, 1]).MatchClasses(["x", "y"]).Labels()!);
        Assert.Contains("the largest label is 1", Assert.Throws<ArgumentException>(() => Dataset.FromFloats([1, 2], [1], [0, 1]).MatchClasses(["x"])).Sentence(), StringComparison.Ordinal);
        Assert.Contains("'x' comes twice", Assert.Throws<ArgumentException>(() => data.WithClassNames(["x", "x"])).Sentence(), StringComparison.Ordinal);
        Assert.Contains("no labels", Assert.Throws<ArgumentException>(() => Dataset.FromFloats([1], [1]).WithClassNames(["x"])).Sentence(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void ValuesThatAreNoNumbersAreNamed(float value, string shown) =>
        Assert.Contains($"found {shown} in example 1, element 2",
            Assert.Throws<ArgumentException>(() => Dataset.FromFloats([0, 0, 0, 0, 0, value], [3])).Sentence(), StringComparison.Ordinal);

    [Fact]
    public void PixelsOutsideTheUnitIntervalAreFaultsOfTheData()
    {
        var pixels = Dataset.FromFloats([.. Enumerable.Range(0, 160).Select(i => i < 20 ? 0.5f : i * 1.6f)], [4, 4, 1]);
        var options = new TrainerOptions { EpochCount = 1, BatchSize = 5, Optimizer = new Adam(), LearningRate = 1e-3 };
        foreach (var likelihood in Likelihood.All.Select(l => l.Name))
        {
            var model = new AutoencoderDesign { Height = 4, Width = 4, Network = ImageNetwork.Dense, Widths = [8], Latent = 2, Likelihood = likelihood }.Build();
            model.Initialize(new Rng(1));
            foreach (var attempt in new Action[]
            {
                () => new Trainer(options, new Rng(1)).Train(model, pixels),
                () => new Trainer(options, new Rng(1)).Train(new Denoising(model, new GaussianNoise(0.1)), pixels),
                () => Validation.Of(model, pixels, new Rng(1)),
                () => Anomalies.Of(model, pixels, new Rng(1)),
            })
            {
                var message = Assert.Throws<ArgumentException>(attempt).Sentence();
                Assert.Contains(likelihood == "bernoulli" ? "found 0.5 in example 0, element 0" : "found 32 in example 1, element 4", message, StringComparison.Ordinal);
                Assert.Contains(likelihood == "bernoulli" ? "the integers 0 to 1" : "[0, 1]", message, StringComparison.Ordinal);
                Assert.Contains("divide values from 0 to 255 by 255", message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void ExamplesBecomeImages()
    {
        var images = Dataset.FromFloats([0, 1, 0.5f, 2, -1, 0.2f, 1, 0, 0, 1, 1, 1], [2, 1, 3]).ToImages();
        Assert.Equal((2, 1, 2, 3), (images.Length, images[0].Width, images[0].Height, images[0].Channels));
        Assert.Equal([0, 255, 128, 255, 0, 51], images[0].Pixels.ToArray());
        Assert.Equal((2, 3, 1), Dataset.FromFloats(new float[6], [3, 2]).ToImages()[0] is var gray ? (gray.Width, gray.Height, gray.Channels) : default);
        Assert.Contains("shape [2]", Assert.Throws<InvalidOperationException>(() => Dataset.FromFloats(new float[6], [2]).ToImages()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotThereIsNamed()
    {
        string Refused<T>(Action attempt) where T : Exception => Assert.Throws<T>(attempt).Message;
        Assert.Contains("no example 5 among its 5", Refused<ArgumentOutOfRangeException>(() => Numbers.Pick([5])), StringComparison.Ordinal);
        Assert.Contains("3 examples from 3 on are not among its 5", Refused<ArgumentOutOfRangeException>(() => Numbers.Slice(3, 3)), StringComparison.Ordinal);
        Assert.Contains("share of the first part is 1", Refused<ArgumentOutOfRangeException>(() => Numbers.Split(1)), StringComparison.Ordinal);
        Assert.Contains("7 values are no whole number of examples of shape [2]", Refused<ArgumentException>(() => Dataset.FromFloats(new float[7], [2])), StringComparison.Ordinal);
        Assert.Contains("3 examples but 2 labels", Refused<ArgumentException>(() => Dataset.FromBytes(new byte[6], [2], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("no labels", Refused<InvalidOperationException>(() => Dataset.FromBytes(new byte[6], [2]).Label(0)), StringComparison.Ordinal);
    }
}
