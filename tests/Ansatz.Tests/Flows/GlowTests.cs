using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Laws;
using Ansatz.Training;

namespace Ansatz.Tests.Flows;

public sealed class GlowTests
{
    [Fact]
    public void ItsNoiseComesBack()
    {
        var flow = FlowLawTests.Shaken(new Glow([8, 4, 1], levels: 2, stepsPerLevel: 2, hidden: 8), 0.1f);
        var p = (TransformedDistribution)flow.Given();
        Assert.Equal([8, 4, 1], p.EventShape);
        var (x, logProb) = p.SampleAndLogProb(new Rng(1), [2, 3]);
        Assert.Equal([2, 3, 8, 4, 1], x.Shape);
        Assert.Equal([2, 3], logProb.Shape);
        Near.All(logProb, p.LogProb(x), 5e-3);
        Near.All(x, p.Bijector.Forward(p.Bijector.Inverse(x)), 1e-3);
        Assert.All(x.ToArray(), v => Assert.InRange(v, 0, 1));
    }

    /// <summary>Two kinds of images, told apart by their label: a step of training lowers what it minimises, and each label draws its own.</summary>
    [Fact]
    public void ItLearnsImagesWithLabels()
    {
        var (images, labels) = Stripes(64);
        var flow = new Glow([4, 4, 1], levels: 1, stepsPerLevel: 3, hidden: 16, grayValues: 4, classCount: 2);
        flow.Initialize(new Rng(2));
        var options = new TrainerOptions { EpochCount = 60, BatchSize = 32, Optimizer = new Adam(), LearningRate = 5e-3, ClipNorm = 10 };
        var source = new TensorExamples(images, labels, "test");
        new Trainer(options, new Rng(3)).Train(flow, source);
        // Uniform over 4 values is 16 log 4 = 22.2 nats; the stripes have two pictures with a little noise.
        var nll = flow.Evaluate(new Batch(images, labels, 0), new Pass(null, rng: new Rng(4)))["nll"];
        Assert.InRange(nll, 1, 16);
        var drawn = flow.Sample(new Rng(5), 20, labels: [.. Enumerable.Repeat(1, 20)]).ToArray();
        // Label 1 has bright columns 1 and 3.
        Assert.True(Enumerable.Range(0, 320).Where(i => i % 2 == 1).Average(i => drawn[i]) > Enumerable.Range(0, 320).Where(i => i % 2 == 0).Average(i => drawn[i]) + 0.3);

        using var file = new MemoryStream();
        ModelFile.Save(flow, file);
        file.Position = 0;
        Assert.Equal(flow.Score(images, labels: labels), ModelFile.Load<Glow>(file).Score(images, labels: labels));
    }

    [Fact]
    public void WrongSizesAreNamed()
    {
        Assert.Equal("image", Assert.Throws<ArgumentException>(() => new Glow([6, 4, 1], levels: 2)).ParamName);
        Assert.Equal("grayValues", Assert.Throws<ArgumentOutOfRangeException>(() => new Glow([4, 4, 1], grayValues: 1)).ParamName);
    }

    // Bright columns 0 and 2 for label 0, 1 and 3 for label 1, of four gray values.
    private static (Tensor Images, int[] Labels) Stripes(int count)
    {
        var rng = new Rng(1);
        var values = new float[16 * count];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (i % 2 == labels[i / 16] ? 3 - rng.NextInt(2) : rng.NextInt(2)) / 3f;
        return (Tensor.From(values, [count, 4, 4, 1]), labels);
    }
}
