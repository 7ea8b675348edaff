using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class GradientClippingTests
{
    private static float Scale(double limit, params float[][] gradients)
    {
        var parameters = gradients.Select(g => new Parameter([g.Length]) { Name = $"p{g.Length}" }).ToArray();
        using var tape = new Tape();
        return GradientClipping.ScaleForNorm(Steps.Given(tape, [.. parameters.Zip(gradients)]), parameters, limit);
    }

    [Fact]
    public void TheNormIsTakenOverAllParameters() => Assert.Equal(0.2f, Scale(1, [3], [4, 0]));

    [Fact]
    public void SmallGradientsStayAsTheyAre() => Assert.Equal(1, Scale(5, [3], [4, 0]));

    [Fact]
    public void LongAndHugeGradientsHaveANormToo()
    {
        var values = new float[200_003]; // several blocks and a ragged end
        Array.Fill(values, 1e30f);       // whose squares no float holds
        Assert.Equal(1 / (1e30 * Math.Sqrt(values.Length)), Scale(1, values), 1e-36);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AnInfiniteGradientIsNamed(float gradient) =>
        Assert.Contains("gradient of p2", Assert.Throws<ArithmeticException>(() => Scale(1, [1], [gradient, 0])).Message, StringComparison.Ordinal);

    [Fact]
    public void WhatDoesNotLearnDoesNotCount()
    {
        var statistic = new Parameter([1], isTrainable: false);
        using var tape = new Tape();
        Assert.Equal(1, GradientClipping.ScaleForNorm(Steps.Given(tape, (statistic, [100])), [statistic], 1));
    }
}
