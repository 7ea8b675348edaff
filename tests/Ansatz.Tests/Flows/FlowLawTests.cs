using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Laws;
using Ansatz.Tests.Zoo;
using Ansatz.Training;

namespace Ansatz.Tests.Flows;

/// <summary>What is true of every flow, at weights that are not the first ones.</summary>
public sealed class FlowLawTests
{
    public static TheoryData<string> Names => FlowZoo.Names;

    [Fact]
    public void EveryFlowIsInTheZoo()
    {
        var flows = typeof(Flow).Assembly.GetTypes().Where(t => t.IsSealed && typeof(Flow).IsAssignableFrom(t)).Select(t => t.Name);
        Assert.Equal(["Glow"], flows.Except(FlowZoo.OfVectors.Values.Select(make => make(2, 0, 0, null).GetType().Name)));
    }

    /// <summary>∫ p = 1 on a grid, so the log-determinant and the base belong together.</summary>
    [Theory, MemberData(nameof(Names))]
    public void ItsDensityIntegratesToOne(string name)
    {
        var flow = Shaken(FlowZoo.OfVectors[name](2, 0, 0, null));
        const int Side = 240;
        const float Reach = 10;
        var points = new float[2 * Side * Side];
        for (var i = 0; i < Side * Side; i++) (points[2 * i], points[2 * i + 1]) = (Reach * (2 * (i % Side + 0.5f) / Side - 1), Reach * (2 * (i / Side + 0.5f) / Side - 1));
        var sum = flow.Score(Tensor.From(points, [Side * Side, 2])).Sum(Math.Exp) * (2.0 * Reach / Side) * (2.0 * Reach / Side);
        Assert.Equal(1, sum, 0.02);
    }

    [Theory, MemberData(nameof(Names))]
    public void ItsNoiseComesBack(string name)
    {
        foreach (var n in new[] { 2, 3, 5 })
        {
            var flow = Shaken(FlowZoo.OfVectors[name](n, 0, 0, null));
            var p = (TransformedDistribution)flow.Given();
            var x = Normal(100 * n, 3, 2).Reshape([100, n]);
            Near.All(x, p.Bijector.Forward(p.Bijector.Inverse(x)), 1e-3);
            var (y, logProb) = p.SampleAndLogProb(new Rng(4), [50]);
            Near.All(logProb, p.LogProb(y), 2e-3);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void PointsFarAwayGiveNumbers(string name)
    {
        var flow = Shaken(FlowZoo.OfVectors[name](2, 0, 0, null));
        var p = (TransformedDistribution)flow.Given();
        foreach (var x in new[] { 1e4f, -1e4f, 1e3f, 100 })
        {
            var point = Tensor.From([x, -x, x, 0, 0, x], [3, 2]);
            Assert.All(p.LogProb(point).ToArray(), v => Assert.False(float.IsNaN(v)));
            Assert.All(p.Bijector.Inverse(point).ToArray(), v => Assert.False(float.IsNaN(v)));
        }
    }

    /// <summary>Weights as large as those of training: a shift that grows with the distance would lose the digits of the points.</summary>
    [Theory, MemberData(nameof(Names))]
    public void PointsFarAwayComeBack(string name)
    {
        var isSpline = name.Contains("spline", StringComparison.OrdinalIgnoreCase);
        var flow = Shaken(FlowZoo.OfVectors[name](2, 0, 0, null), isSpline ? 0.15f : 0.3f);
        var p = (TransformedDistribution)flow.Given();
        var bound = isSpline ? 1e-4 : 1e-3;
        foreach (var scale in new[] { 1, 3, 100, 5000f })
        {
            var x = Normal(2000, 11, scale).Reshape([1000, 2]);
            float[] values = x.ToArray(), back = p.Bijector.Forward(p.Bijector.Inverse(x)).ToArray();
            for (var i = 0; i < values.Length; i += 2)
            {
                var size = Math.Max(1, Math.Max(Math.Abs(values[i]), Math.Abs(values[i + 1])));
                for (var j = i; j < i + 2; j++) Assert.True(Math.Abs(back[j] - values[j]) <= bound * size, $"{values[j]} came back as {back[j]} beside a point of size {size}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void NoSampleLeavesTheBox(string name)
    {
        var flow = Shaken(FlowZoo.OfVectors[name](2, 0, 0, (Tensor.From([-1, 10]), Tensor.From([1, 10.5f]))), 1);
        var x = flow.Sample(new Rng(1), 2000);
        Assert.True(Support.Interval(Tensor.From([-1, 10]), Tensor.From([1, 10.5f])).ContainsAll(x));
        Assert.All(flow.Score(x), v => Assert.True(double.IsFinite(v)));
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], flow.Score(Tensor.From([1.01f, 10.2f, 0, 9.9f], [2, 2])));
        Assert.All(flow.Score(Tensor.From([1, 10, -1, 10.5f], [2, 2])), v => Assert.True(double.IsFinite(v)));
    }

    [Theory, MemberData(nameof(Names))]
    public void AContextChoosesTheDistribution(string name)
    {
        var flow = Shaken(FlowZoo.OfVectors[name](2, 3, 2, null), 0.5f);
        var (x, context) = (Normal(14, 5).Reshape([7, 2]), Normal(21, 6).Reshape([7, 3]));
        int[] labels = [0, 1, 1, 0, 0, 1, 1];
        var scores = flow.Score(x, context, labels);
        for (var i = 0; i < 7; i++)
            Assert.Equal(flow.Score(x[i], context.Slice(0, i, 1), [labels[i]])[0], scores[i], 1e-4);
        var others = flow.Score(x, context + 1, labels);
        Assert.Contains(Enumerable.Range(0, 7), i => Math.Abs(scores[i] - others[i]) > 1e-3);
        Assert.Contains(Enumerable.Range(0, 7), i => Math.Abs(scores[i] - flow.Score(x, context, [.. labels.Select(l => 1 - l)])[i]) > 1e-3);
        Assert.Equal([7, 2], flow.Sample(new Rng(1), 7, context, labels).Shape);
        // Draws of each context.
        var p = flow.Given(new Context(context, labels));
        Assert.Equal([7], p.BatchShape);
        Assert.Equal([4, 7], p.LogProb(p.Sample(new Rng(2), [4])).Shape);
        Assert.Equal([7], p.LogProb(x[0]).Shape);
        Assert.Throws<ArgumentException>(() => flow.Score(x, context));
        Assert.Throws<ArgumentException>(() => flow.Score(x, null, labels));
    }

    [Theory, MemberData(nameof(Names))]
    public void AFileHoldsItAll(string name)
    {
        var flow = Shaken(FlowZoo.OfVectors[name](3, 1, 2, (0f, Tensor.From([1, 2, 3]))));
        flow.Standardize(new TensorExamples(Tensor.From([0.5f, 1, 1, 9, 0.25f, 0.1f, 2.5f, 9], [2, 4]), [0, 1], "test"));
        using var file = new MemoryStream();
        ModelFile.Save(flow, file);
        file.Position = 0;
        var again = ModelFile.Load<Flow>(file);
        Assert.Equal(flow.GetType(), again.GetType());
        var (x, context) = (Tensor.From([0.5f, 0.5f, 0.5f, 0.1f, 1.9f, 2.9f], [2, 3]), Tensor.From([1, -1], [2, 1]));
        Assert.Equal(flow.Score(x, context, [0, 1]), again.Score(x, context, [0, 1]));
        Assert.Equal(flow.Sample(new Rng(1), 2, context, [1, 1]).ToArray(), again.Sample(new Rng(1), 2, context, [1, 1]).ToArray());
    }

    /// <summary>The tape's gradient of one step against central differences in the parameters, for maximum likelihood.</summary>
    [Theory, MemberData(nameof(Names))]
    public void AStepFollowsTheSlope(string name)
    {
        var flow = Shaken(FlowZoo.OfVectors[name](2, 0, 0, null));
        var batch = new Batch(Normal(64, 8).Reshape([32, 2]), null, 0);
        var trained = flow.Parameters().Where(p => p.IsTrainable).ToArray();
        double Loss()
        {
            using var tape = new Tape();
            return flow.Step(batch, new Pass(tape, isTraining: true, new Rng(9))).Metrics.Objective;
        }
        double squares = 0;
        var gradients = new List<float[]>();
        using (var tape = new Tape())
        {
            var result = flow.Step(batch, new Pass(tape, isTraining: true, new Rng(9)));
            foreach (var p in trained) gradients.Add(result.Gradients[p].ToArray());
        }
        foreach (var g in gradients) squares += g.Sum(v => (double)v * v);
        // Along the gradient itself the slope of the loss is its norm.
        const float Step = 2e-3f;
        var norm = Math.Sqrt(squares);
        double Moved(float by)
        {
            var saved = trained.Select(p => p.Value.ToArray()).ToArray();
            for (var i = 0; i < trained.Length; i++) trained[i].Assign([.. saved[i].Zip(gradients[i], (v, g) => v + by * (float)(g / norm))]);
            var loss = Loss();
            for (var i = 0; i < trained.Length; i++) trained[i].Assign(saved[i]);
            return loss;
        }
        var slope = (Moved(Step) - Moved(-Step)) / (2 * Step);
        Assert.True(Math.Abs(slope - norm) < 0.02 * norm, $"differences say {slope}, the tape {norm}");
    }

    /// <summary>Weights a little way from the first ones, so that nothing is the identity.</summary>
    internal static TFlow Shaken<TFlow>(TFlow flow, float size = 0.15f) where TFlow : Flow
    {
        flow.Initialize(new Rng(3));
        var i = 0;
        foreach (var p in flow.Parameters().Where(p => p.IsTrainable))
        {
            var noise = new float[p.Shape.Size];
            new Rng(5).Fork(i++).Normal(noise);
            p.Assign([.. p.Value.ToArray().Zip(noise, (v, e) => v + size * e)]);
        }
        return flow;
    }

    private static Tensor Normal(int count, ulong seed, float scale = 1)
    {
        var values = new float[count];
        new Rng(seed).Normal(values);
        return Tensor.From(values) * scale;
    }
}
