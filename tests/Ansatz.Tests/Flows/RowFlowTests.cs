using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Laws;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Flows;

/// <summary>A flow as one op, against its parts one by one: values, log-determinants, and all gradients.</summary>
public sealed class RowFlowTests
{
    public static TheoryData<string> Names => [.. FlowZoo.OfVectors.Keys.Except(["PlanarFlow", "ContinuousFlow", "MaskedAutoregressiveFlow with batch normalization"])];

    [Theory, MemberData(nameof(Names))]
    public void OneOpIsItsParts(string name)
    {
        foreach (var (n, features, rows) in new[] { (2, 0, 1), (2, 0, 64), (3, 0, 65), (5, 2, 200), (8, 0, 130), (21, 3, 3), (2, 0, 0) })
        {
            var isSpline = name.Contains("Spline", StringComparison.Ordinal);
            var flow = FlowLawTests.Shaken(FlowZoo.OfVectors[name](n, features, 0, null), isSpline ? 0.15f : 0.3f);
            foreach (var isInverse in new[] { false, true })
            {
                float[][] whole = Results(flow, features, rows, isInverse, m => m), parts = Results(flow, features, rows, isInverse, m => m.Parts);
                for (var i = 0; i < whole.Length; i++)
                {
                    // Sums of many terms; between the parts are floats, whose rounding a steep spline magnifies.
                    var size = 1e-3f + parts[i].Select(Math.Abs).DefaultIfEmpty().Max();
                    for (var k = 0; k < whole[i].Length; k++)
                        Assert.True(Math.Abs(whole[i][k] - parts[i][k]) <= (isSpline ? 3e-4 : 2e-5) * size, $"{n} elements, {rows} rows, {(isInverse ? "to noise" : "to data")}, result {i}, element {k}: {whole[i][k]} and {parts[i][k]}");
                }
            }
        }
    }

    /// <summary>Without a tape, splines are computed in double, and autoregressive ones in both directions.</summary>
    [Theory, MemberData(nameof(Names))]
    public void EvaluationIsThatOfTheParts(string name)
    {
        foreach (var (n, features, rows) in new[] { (2, 0, 1), (3, 0, 65), (5, 2, 70), (21, 3, 3) })
        {
            var flow = FlowLawTests.Shaken(FlowZoo.OfVectors[name](n, features, 0, null), 0.2f);
            var x = Normal([rows, n], 1) * 2;
            var map = (RowFlow)Row(features == 0 ? flow.Given() : flow.Given(new Context(Normal([rows, features], 2), null)));
            foreach (var isInverse in new[] { false, true })
            {
                var (value, logDet) = isInverse ? map.InverseAndLogDet(x) : map.ForwardAndLogDet(x);
                var (expected, expectedLogDet) = isInverse ? map.Parts.InverseAndLogDet(x) : map.Parts.ForwardAndLogDet(x);
                Near.All(expected, value, 5e-4);
                Near.All(expectedLogDet, logDet, 1e-3);
            }
        }
    }

    /// <summary>
    /// On the way back a contraction magnifies the rounding of the noise. Nothing else may be magnified: networks of floats would give errors ten times as large.
    /// </summary>
    [Theory]
    [InlineData("NeuralSplineFlow")]
    [InlineData("NeuralSplineFlow, autoregressive")]
    public void OnlyTheNoiseIsRounded(string name)
    {
        var flow = FlowLawTests.Shaken(FlowZoo.OfVectors[name](2, 0, 0, null), 0.5f);
        var map = ((TransformedDistribution)flow.Given()).Bijector;
        foreach (var scale in new[] { 1, 10, 1e4f })
        {
            var x = Normal([20_000, 2], 1) * scale;
            var z = map.Inverse(x);
            // One unit in the last place of the noise, in each of its two numbers.
            Tensor back = map.Forward(z), first = map.Forward(z + z.Abs() * Tensor.From([1.2e-7f, 0])), second = map.Forward(z + z.Abs() * Tensor.From([0, 1.2e-7f]));
            for (var i = 0; i < x.Length; i++)
            {
                double expected = x.AsSpan()[i], moved = Math.Abs(first.AsSpan()[i] - back.AsSpan()[i]) + Math.Abs(second.AsSpan()[i] - back.AsSpan()[i]);
                Assert.True(Math.Abs(back.AsSpan()[i] - expected) <= 2 * moved + 3e-7 * Math.Max(1, Math.Abs(expected)), $"{expected} came back as {back.AsSpan()[i]}; the last digit of the noise moves it by {moved}");
            }
        }
    }

    [Fact]
    public void AWideNetworkTakesItsParts()
    {
        Assert.IsType<RowFlow>(Row(FlowLawTests.Shaken(new RealNvp(2, 2, [16])).Given()));
        Assert.IsNotType<RowFlow>(Row(FlowLawTests.Shaken(new RealNvp(2, 2, [512, 512])).Given()));
    }

    // Value, log-determinant, and the gradients of x, of the context and of all weights.
    private static float[][] Results(Flow flow, int features, int rows, bool isInverse, Func<RowFlow, Bijector> choose)
    {
        using var tape = new Tape();
        var x = tape.Watch(Normal([rows, flow.EventShape[0]], 1) * 2);
        var context = features == 0 ? null : tape.Watch(Normal([rows, features], 2));
        var map = choose((RowFlow)Row(context is null ? flow.Given(new Pass(tape)) : flow.Given(new Context(context, null), new Pass(tape))));
        var (value, logDet) = isInverse ? map.InverseAndLogDet(x) : map.ForwardAndLogDet(x);
        var gradients = tape.Backward((value * Normal(value.Shape, 3)).Sum() + (logDet * Normal(logDet.Shape, 4)).Sum());
        return [value.ToArray(), logDet.ToArray(), gradients[x].ToArray(), .. context is null ? Array.Empty<float[]>() : [gradients[context].ToArray()],
            .. flow.Parameters().Where(p => p.IsTrainable).Select(p => gradients[p].ToArray())];
    }

    private static Bijector Row(Distribution p)
    {
        var map = ((TransformedDistribution)p).Bijector;
        while (map is Chain chain && chain.SplitLast() is var (_, last) && last is Chain or RowFlow) map = last;
        return map;
    }

    private static Tensor Normal(Shape shape, ulong seed)
    {
        var values = new float[shape.Size];
        new Rng(seed).Normal(values);
        return Tensor.From(values, shape);
    }
}
