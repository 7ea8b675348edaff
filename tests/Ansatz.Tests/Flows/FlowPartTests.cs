using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Laws;

namespace Ansatz.Tests.Flows;

/// <summary>The parts that flows are made of.</summary>
public sealed class FlowPartTests
{
    [Fact]
    public void AMaskedNetworkSeesOnlyWhatIsBefore()
    {
        foreach (var (length, features) in new[] { (1, 0), (1, 2), (2, 0), (5, 0), (5, 3) })
        {
            var network = new MaskedNetwork(length, 2, [12, 12], features);
            network.Initialize(new Rng(1));
            foreach (var p in network.Parameters())
            {
                var noise = new float[p.Shape.Size];
                new Rng(2).Fork(p.Name).Normal(noise);
                p.Assign(noise);
            }
            var context = features == 0 ? null : Tensor.Ones([1, features]);
            for (var i = 0; i < length; i++)
                for (var output = 0; output < 2; output++)
                {
                    using var tape = new Tape();
                    var x = tape.Watch(Tensor.From([.. Enumerable.Range(0, length).Select(k => 0.3f + k)], [1, length]));
                    var pass = new Pass(tape);
                    var one = network.Forward(x, context, pass).Slice(-2, i, 1).Slice(-1, output, 1).Sum();
                    var gradient = tape.Backward(one)[x].ToArray();
                    for (var k = 0; k < length; k++)
                        if (k >= i) Assert.Equal(0, gradient[k]);
                    if (i > 0) Assert.Contains(gradient, g => g != 0);
                }
            if (context is not null) Assert.NotEqual(network.Forward(Tensor.Ones([1, length]), context).ToArray()[0], network.Forward(Tensor.Ones([1, length]), context * 2).ToArray()[0]);
        }
    }

    /// <summary>Against all orders of six rows.</summary>
    [Fact]
    public void AnAssignmentIsTheCheapest()
    {
        const int N = 6;
        for (ulong seed = 0; seed < 20; seed++)
        {
            var values = new float[N * N];
            new Rng(seed).Normal(values);
            double[] cost = [.. values.Select(v => (double)v)];
            var found = Assignment.Solve(cost, N);
            Assert.Equal(Enumerable.Range(0, N), found.Order());
            Assert.Equal(Orders([.. Enumerable.Range(0, N)], 0).Min(o => Cost(cost, o)), Cost(cost, found), 1e-12);
        }
        Assert.Equal([0], Assignment.Solve([5], 1));
    }

    [Fact]
    public void ActNormStartsFromItsFirstBatch()
    {
        var norm = new ActNorm(2);
        norm.Initialize(new Rng(1));
        var y = Tensor.From([1, 10, 3, 30, 5, 50], [3, 2]);
        using (var tape = new Tape())
        {
            var pass = new Pass(tape, isTraining: true);
            var x = norm.Given(pass).Inverse(y);
            Near.All(Tensor.From([0, 0]), x.Mean(0).Detach(), 1e-5);
            Near.All(Tensor.From([1, 1]), x.Square().Mean(0).Detach(), 1e-5);
            pass.ApplyStatistics();
        }
        Near.All(Tensor.From([3, 30]), norm.Shift.Value, 1e-6);
        var stored = norm.Given().Inverse(y);
        using var second = new Tape();
        Assert.Equal(stored.ToArray(), norm.Given(new Pass(second, isTraining: true)).Inverse(y).ToArray());
    }

    [Fact]
    public void BatchNormalizationFollowsItsBatches()
    {
        var norm = new InvertibleBatchNormalization(2, momentum: 0.5f);
        norm.Initialize(new Rng(1));
        var y = Tensor.From([1, 10, 3, 30], [2, 2]);
        using var tape = new Tape();
        var pass = new Pass(tape, isTraining: true);
        var (x, logDet) = norm.Given(pass).InverseAndLogDet(y);
        Near.All(Tensor.From([-1, -1, 1, 1], [2, 2]), x.Detach(), 1e-4);
        Near.All(Tensor.From([0, -2.302585f]), logDet.Detach()[0], 1e-4);
        pass.ApplyStatistics();
        Assert.Equal([1, 10], norm.RunningMean.Value.ToArray());
        Assert.Equal([1, 50.5f], norm.RunningVariance.Value.ToArray());
        Near.All(y, norm.Given().Forward(norm.Given().Inverse(y)), 1e-5);
    }

    [Fact]
    public void WrongUsesAreNamed()
    {
        Assert.Equal("dimension", Assert.Throws<ArgumentOutOfRangeException>(() => new RealNvp(1)).ParamName);
        Assert.Equal("bins", Assert.Throws<ArgumentOutOfRangeException>(() => new NeuralSplineFlow(2, bins: 1)).ParamName);
        Assert.Throws<ArgumentException>(() => new Nice(2, box: (1f, 0f)));
        var flow = new RealNvp(2);
        flow.Initialize(new Rng(1));
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => flow.Score(Tensor.Ones([3]))).Message, StringComparison.Ordinal);
        Assert.Contains("takes no labels", Assert.Throws<ArgumentException>(() => flow.Score(Tensor.Ones([1, 2]), labels: [0])).Message, StringComparison.Ordinal);
        Assert.Single(flow.Score(Tensor.Ones([2])));
    }

    private static double Cost(double[] cost, int[] order) => order.Select((column, row) => cost[row * order.Length + column]).Sum();

    private static IEnumerable<int[]> Orders(int[] order, int from)
    {
        if (from == order.Length) yield return order;
        for (var i = from; i < order.Length; i++)
        {
            int[] next = [.. order];
            (next[from], next[i]) = (next[i], next[from]);
            foreach (var o in Orders(next, from + 1)) yield return o;
        }
    }
}
