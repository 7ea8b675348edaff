using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

/// <summary>What <see cref="Winograd"/>'s method promises beyond <see cref="ConvolutionTests"/>: its error, its confinement of what is not finite, its choice.</summary>
[Collection(KernelCollection.Name)]
public sealed class WinogradTests
{
    private static readonly ConvolutionGeometry threeTaps = new(2, 16, 16, 64, 16, 16, 32, 3, 3, 1, 1, 1);
    private static readonly ConvolutionGeometry twoTaps = new(2, 17, 17, 128, 16, 16, 128, 2, 2, 1, 0, 0);
    private static readonly ConvolutionGeometry twoTapsOfFewChannels = new(2, 19, 19, 64, 18, 18, 32, 2, 2, 1, 0, 0);
    private static readonly ConvolutionGeometry fourTaps = new(2, 18, 18, 64, 15, 15, 32, 4, 4, 1, 0, 0);

    // Mean and deviation of the pixels; the largest and the root mean square error allowed, in units of ∑|x|·|w|.
    [Theory]
    [InlineData(3, 6, 0, 1, 4e-7, 6e-8)]
    [InlineData(3, 6, 4, 0.6, 8e-7, 2e-7)]
    [InlineData(2, 5, 0, 1, 8e-7, 8e-8)]
    [InlineData(2, 5, 4, 0.6, 8e-7, 2e-7)]
    [InlineData(2, 4, 0, 1, 2e-7, 3e-8)]
    [InlineData(2, 4, 4, 0.6, 8e-7, 2e-7)]
    [InlineData(4, 6, 0, 1, 4e-7, 5e-8)]
    [InlineData(4, 6, 4, 0.6, 8e-7, 2e-7)]
    public void TheErrorIsTheOneStated(int taps, int points, double mean, double deviation, double largest, double rootMeanSquare)
    {
        var g = (taps, points) switch { (2, 5) => twoTaps, (2, 4) => twoTapsOfFewChannels, (3, _) => threeTaps, _ => fourTaps };
        Assert.True(Winograd.Applies(g));
        float[] x = Normal(g.InputLength, 1, mean, deviation), w = Normal(g.KernelLength, 2, mean, deviation);
        double most = 0, squares = 0;
        var count = 0;
        var y = Forward(g, x, w);
        for (var n = 0; n < g.Batch; n++)
            for (var i = 4; i < 11; i++)
                for (var j = 4; j < 11; j++)
                    for (var o = 0; o < g.OutputChannels; o++, count++)
                    {
                        double sum = 0, size = 0;
                        for (var p = 0; p < taps; p++)
                            for (var q = 0; q < taps; q++)
                                for (var c = 0; c < g.InputChannels; c++)
                                {
                                    var term = (double)x[((n * g.InputHeight + i + p - g.PadTop) * g.InputWidth + j + q - g.PadLeft) * g.InputChannels + c]
                                        * w[((p * taps + q) * g.InputChannels + c) * g.OutputChannels + o];
                                    sum += term;
                                    size += Math.Abs(term);
                                }
                        var error = Math.Abs(y[((n * g.OutputHeight + i) * g.OutputWidth + j) * g.OutputChannels + o] - sum) / size;
                        most = Math.Max(most, error);
                        squares += error * error;
                    }
        Assert.InRange(most, 0, largest);
        Assert.InRange(Math.Sqrt(squares / count), 0, rootMeanSquare);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void WhatIsNotFiniteReachesItsWindowsAndNoOtherImage(float value)
    {
        var g = threeTaps;
        float[] x = KernelData.Values((int)g.InputLength, 1), w = KernelData.Values(g.KernelLength, 2);
        x[(9 * g.InputWidth + 6) * g.InputChannels + 5] = value;
        var y = Forward(g, x, w);
        for (var n = 0; n < g.Batch; n++)
            for (var i = 0; i < g.OutputHeight; i++)
                for (var j = 0; j < g.OutputWidth; j++)
                {
                    var found = y[((n * g.OutputHeight + i) * g.OutputWidth + j) * g.OutputChannels];
                    if (n == 0 && Math.Abs(i - 9) <= 1 && Math.Abs(j - 6) <= 1) Assert.False(float.IsFinite(found), $"pixel {i}, {j}");
                    else if (n > 0 || Math.Abs(i - 9) > 5 || Math.Abs(j - 6) > 5) Assert.True(float.IsFinite(found), $"image {n}, pixel {i}, {j}");
                }
    }

    [Fact]
    public void TheChoiceDependsOnTheShapeAloneAndNotOnTheBatch()
    {
        Assert.True(Winograd.Applies(threeTaps with { Batch = 1 }));
        Assert.True(Winograd.Applies(threeTaps with { Batch = 1000 }));
        Assert.False(Winograd.Applies(threeTaps with { InputChannels = 31 }));
        Assert.False(Winograd.Applies(threeTaps with { OutputChannels = 31 }));
        Assert.False(Winograd.Applies(threeTaps with { Stride = 2 }));
        Assert.False(Winograd.Applies(threeTaps with { KernelWidth = 4 }));
        Assert.False(Winograd.Applies(threeTaps with { OutputHeight = 5, OutputWidth = 5 }));
        Assert.True(Winograd.Applies(twoTapsOfFewChannels with { InputChannels = 32 }));
        Assert.False(Winograd.Applies(twoTapsOfFewChannels with { InputChannels = 31 }));
        Assert.Equal(5, WinogradSize.Of(2, 128).Points);
        Assert.Equal(4, WinogradSize.Of(2, 127).Points);
    }

    [Fact]
    public void ABatchEqualsItsSinglesBitForBit()
    {
        var g = threeTaps with { Batch = 3 };
        float[] x = KernelData.Values((int)g.InputLength, 1), w = KernelData.Values(g.KernelLength, 2);
        var length = (int)g.InputLength / 3;
        float[] singles = [.. Enumerable.Range(0, 3).SelectMany(n => Forward(g with { Batch = 1 }, x[(n * length)..((n + 1) * length)], w))];
        Assert.Equal(Forward(g, x, w), singles);
    }

    private static float[] Forward(ConvolutionGeometry g, float[] x, float[] w)
    {
        var y = new float[g.OutputLength];
        Convolution.Forward(g, x, w, [], 1, y);
        return y;
    }

    private static float[] Normal(nint count, ulong seed, double mean, double deviation)
    {
        var rng = new Rng(seed);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(mean + deviation * rng.NextNormal());
        return values;
    }
}
