using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Tensors;

/// <summary>The gradients of large layers, which are multiplied out where they are read.</summary>
public sealed class WeightProductTests
{
    // Above 4 million weights, and a ragged last stretch.
    private const int Rows = 3, Inputs = 66_001, Outputs = 64;

    private readonly BufferPool pool = new();
    private readonly Parameter input = Filled([Rows, Inputs], 1), weight = Filled([Inputs, Outputs], 2);

    private static Parameter Filled(Shape shape, int seed)
    {
        var parameter = new Parameter(shape);
        parameter.Assign(KernelData.Values(shape.Size, seed));
        return parameter;
    }

    private static Tensor Loss(Tensor y) => (y * Tensor.From(KernelData.Values(y.Length, 3), y.Shape)).Sum();

    public static TheoryData<string> Rules => [.. rules.Keys];

    private static readonly Dictionary<string, Optimizer> rules = new Optimizer[] { new Adam(), new Sgd(), new Sgd(0.9, isNesterov: true, weightDecay: 0.1) }.ToDictionary(r => r.ToString());

    [Theory]
    [MemberData(nameof(Rules))]
    public void AStepIsTheSameToTheLastBitWhetherTheProductWasFormedOrWaits(string rule) =>
        Assert.Equal(AfterASecondStep(rules[rule], input, Outputs, isFormed: true), AfterASecondStep(rules[rule], input, Outputs, isFormed: false));

    [Theory]
    [InlineData(301, 3888)]
    [InlineData(512, 2049)]
    [InlineData(33_001, 32)]
    public void OfAWideLayerToo(int inputs, int outputs)
    {
        var x = Filled([Rows, inputs], 1);
        Assert.Equal(AfterASecondStep(new Adam(), x, outputs, isFormed: true), AfterASecondStep(new Adam(), x, outputs, isFormed: false));
    }

    private float[] AfterASecondStep(Optimizer rule, Parameter input, int outputs, bool isFormed)
    {
        var trained = Filled([input.Shape[1], outputs], 2);
        var state = rule.Start([trained]);
        for (var i = 0; i < 2; i++)
        {
            using var tape = new Tape(pool);
            var gradients = tape.Backward(Loss((tape.Enter(input.Value) * 0.5f).Linear(tape.Watch(trained))));
            if (isFormed) _ = gradients[trained];
            state.Step(gradients, 0.01, gradientScale: 0.5f);
        }
        return trained.Value.ToArray();
    }

    [Fact]
    public void WhatNobodyReadsTakesNoMemory()
    {
        using var tape = new Tape(pool);
        var gradients = tape.Backward(Loss((tape.Enter(input.Value) * 0.5f).Linear(tape.Watch(weight))));
        const long bytes = sizeof(float) * (long)Inputs * Outputs;
        Assert.InRange(pool.AllocatedBytes, 1, bytes / 2);
        Assert.Same(gradients[weight], gradients[weight]);
        Assert.InRange(pool.AllocatedBytes, bytes, 2 * bytes);
    }

    [Fact]
    public void TwoUsesOfTheSameWeightsAdd()
    {
        using var tape = new Tape(pool);
        var (x, w) = (tape.Enter(input.Value) * 0.5f, tape.Watch(weight));
        var once = tape.Backward(Loss(x.Linear(w)))[weight].ToArray();
        using var second = new Tape(pool);
        (x, w) = (second.Enter(input.Value) * 0.5f, second.Watch(weight));
        var twice = second.Backward(Loss(x.Linear(w)) + Loss(x.Linear(w)))[weight].ToArray();
        Assert.Equal(Array.ConvertAll(once, g => 2 * g), twice);
    }

    [Fact]
    public void AnInputThatTheStepChangesIsMultipliedBefore()
    {
        var state = new Sgd().Start([input, weight]);
        using var tape = new Tape(pool);
        var gradients = tape.Backward(Loss(tape.Watch(input).Linear(tape.Watch(weight))));
        using var other = new Tape(pool);
        var expected = other.Backward(Loss((other.Enter(input.Value) * 1).Linear(other.Watch(weight))))[weight].ToArray();
        state.Step(gradients, 0.01);
        Assert.Equal(expected, gradients[weight].ToArray());
    }
}
