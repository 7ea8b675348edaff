using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

/// <summary>The three passes of a convolution against the definition, summed naively in double.</summary>
[Collection(KernelCollection.Name)]
public sealed class ConvolutionTests
{
    public static TheoryData<int[]> Geometries =>
    [
        // batch, height, width, channels in; out channels; kernel height, width; stride; pad top, left, bottom, right
        new int[] { 2, 5, 5, 1, 1, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 1, 1, 1, 3, 2, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 3, 7, 6, 3, 5, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 2, 9, 9, 4, 32, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 2, 12, 13, 5, 33, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 2, 12, 12, 3, 32, 4, 4, 2, 1, 1, 1, 1 },
        new int[] { 3, 11, 9, 6, 16, 4, 4, 2, 1, 1, 2, 2 },
        new int[] { 2, 14, 14, 1, 16, 3, 3, 2, 1, 1, 1, 1 },
        new int[] { 2, 14, 14, 2, 8, 3, 3, 2, 0, 0, 1, 1 },
        new int[] { 5, 4, 4, 40, 48, 4, 4, 2, 1, 1, 1, 1 },
        new int[] { 2, 7, 7, 17, 3, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 2, 8, 8, 2, 3, 4, 4, 1, 0, 0, 0, 0 },
        new int[] { 2, 10, 7, 3, 4, 1, 1, 1, 0, 0, 0, 0 },
        new int[] { 2, 10, 7, 3, 4, 1, 1, 2, 0, 0, 0, 0 },
        new int[] { 2, 10, 11, 2, 3, 2, 3, 3, 0, 1, 1, 0 },
        new int[] { 1, 9, 9, 2, 3, 5, 2, 1, 2, 0, 2, 1 },
        new int[] { 1, 6, 6, 2, 2, 3, 3, 1, 4, 3, 0, 5 },
        new int[] { 1, 40, 30, 64, 35, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 70, 2, 2, 3, 20, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 6, 36, 36, 3, 4, 4, 4, 2, 1, 1, 1, 1 },
        new int[] { 3, 9, 10, 7, 1, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 2, 28, 28, 16, 2, 3, 3, 2, 1, 1, 1, 1 },
        new int[] { 2, 11, 5, 70, 3, 2, 4, 1, 0, 2, 0, 1 },
        new int[] { 2, 13, 13, 1, 16, 4, 4, 2, 1, 1, 2, 2 },
        new int[] { 2, 9, 9, 2, 40, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 0, 5, 5, 2, 3, 3, 3, 1, 1, 1, 1, 1 },
        // read in place: whole vectors of channels
        new int[] { 9, 11, 9, 48, 80, 3, 3, 2, 0, 1, 1, 0 },
        new int[] { 5, 10, 11, 16, 40, 2, 3, 3, 0, 1, 1, 0 },
        new int[] { 3, 6, 6, 32, 48, 5, 2, 1, 2, 0, 2, 1 },
        new int[] { 1, 40, 30, 16, 48, 3, 5, 1, 1, 2, 1, 2 },
        new int[] { 2, 3, 2, 64, 32, 3, 3, 1, 4, 3, 0, 5 },
        // by Winograd's method: whole and ragged squares, channels that fill no vector, every kind of padding, pixels that see nothing
        new int[] { 1, 8, 8, 32, 64, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 5, 9, 11, 65, 35, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 2, 14, 10, 40, 77, 3, 3, 1, 0, 0, 0, 0 },
        new int[] { 3, 7, 10, 65, 32, 3, 3, 1, 2, 0, 1, 3 },
        new int[] { 1, 8, 8, 33, 64, 3, 3, 1, 4, 3, 0, 5 },
        new int[] { 2, 9, 10, 64, 33, 4, 4, 1, 0, 0, 0, 0 },
        new int[] { 5, 11, 8, 35, 65, 4, 4, 1, 1, 2, 2, 1 },
        new int[] { 0, 8, 8, 32, 64, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 5, 36, 37, 32, 64, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 2, 15, 15, 131, 129, 4, 4, 2, 1, 1, 2, 2 },
        new int[] { 1, 33, 32, 128, 128, 4, 4, 2, 0, 0, 0, 0 },
        new int[] { 2, 8, 8, 129, 160, 4, 4, 2, 1, 1, 1, 1 },
        new int[] { 14, 8, 8, 32, 64, 3, 3, 1, 1, 1, 1, 1 },
        new int[] { 2, 9, 8, 129, 130, 2, 2, 1, 0, 1, 1, 0 },
        new int[] { 1, 12, 12, 64, 33, 6, 6, 2, 2, 2, 3, 3 },
        new int[] { 3, 12, 18, 32, 48, 4, 4, 2, 1, 1, 1, 1 },
        new int[] { 9, 18, 18, 33, 70, 4, 4, 2, 1, 1, 1, 1 },
        new int[] { 1, 17, 18, 127, 35, 2, 2, 1, 0, 1, 1, 0 },
    ];

    [Theory]
    [MemberData(nameof(Geometries))]
    public void ForwardAgreesWithTheDefinition(int[] sizes)
    {
        var g = Geometry(sizes);
        foreach (var (hasBias, slope) in (ReadOnlySpan<(bool, float)>)[(false, 1f), (true, 0.1f)])
        {
            float[] x = Values(g.InputLength, 1), w = Values(g.KernelLength, 2), bias = Values(g.OutputChannels, 3);
            var y = SameBits.Everywhere(() =>
            {
                var result = Values(g.OutputLength, 9);
                Convolution.Forward(g, x, w, hasBias ? bias : [], slope, result);
                return result;
            });
            var sums = new Sums(y.Length);
            ForEachTerm(g, (xi, wi, yi) => sums.Add(yi, (double)x[xi] * w[wi]));
            sums.AssertNear(y, hasBias ? bias : null, slope, HasSquares(sizes));
        }
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void InputGradientAgreesWithTheDefinition(int[] sizes)
    {
        var g = Geometry(sizes);
        foreach (var (hasBias, slope) in (ReadOnlySpan<(bool, float)>)[(false, 1f), (true, 0f)])
        {
            float[] gy = Values(g.OutputLength, 4), w = Values(g.KernelLength, 5), bias = Values(g.InputChannels, 6);
            var gx = SameBits.Everywhere(() =>
            {
                var result = Values(g.InputLength, 9);
                Convolution.InputGradient(g, gy, w, hasBias ? bias : [], slope, result);
                return result;
            });
            var sums = new Sums(gx.Length);
            ForEachTerm(g, (xi, wi, yi) => sums.Add(xi, (double)gy[yi] * w[wi]));
            sums.AssertNear(gx, hasBias ? bias : null, slope, HasSquares(sizes));
        }
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void WeightGradientAgreesWithTheDefinition(int[] sizes)
    {
        var g = Geometry(sizes);
        float[] x = Values(g.InputLength, 7), gy = Values(g.OutputLength, 8);
        var gw = SameBits.Everywhere(() =>
        {
            var result = Values(g.KernelLength, 9);
            Convolution.WeightGradient(g, x, gy, result);
            return result;
        });
        var sums = new Sums(gw.Length);
        ForEachTerm(g, (xi, wi, yi) => sums.Add(wi, (double)x[xi] * gy[yi]));
        sums.AssertNear(gw, null, 1, HasSquares(sizes));
    }

    /// <summary>An image's weight gradient must not depend on the images after its block: batches can be shared out.</summary>
    [Fact]
    public void ABatchEqualsItsSinglesBitForBit()
    {
        var g = Geometry([5, 9, 9, 4, 32, 3, 3, 1, 1, 1, 1, 1]);
        float[] x = Values(g.InputLength, 1), w = Values(g.KernelLength, 2), y = new float[g.OutputLength], single = new float[g.OutputLength];
        Convolution.Forward(g, x, w, [], 1, y);
        int ofX = x.Length / 5, ofY = y.Length / 5;
        for (var n = 0; n < 5; n++)
            Convolution.Forward(g with { Batch = 1 }, x.AsSpan(n * ofX, ofX), w, [], 1, single.AsSpan(n * ofY, ofY));
        Assert.Equal(y, single);
    }

    private static bool HasSquares(int[] sizes) => Winograd.Applies(Geometry(sizes));

    private static ConvolutionGeometry Geometry(int[] s)
    {
        var height = (s[1] + s[8] + s[10] - s[5]) / s[7] + 1;
        var width = (s[2] + s[9] + s[11] - s[6]) / s[7] + 1;
        return new ConvolutionGeometry(s[0], s[1], s[2], s[3], height, width, s[4], s[5], s[6], s[7], s[8], s[9]);
    }

    private static float[] Values(nint count, int seed) => KernelData.Values((int)count, seed);

    private static void ForEachTerm(ConvolutionGeometry g, Action<int, int, int> visit)
    {
        for (var n = 0; n < g.Batch; n++)
            for (var i = 0; i < g.OutputHeight; i++)
                for (var j = 0; j < g.OutputWidth; j++)
                    for (var p = 0; p < g.KernelHeight; p++)
                        for (var q = 0; q < g.KernelWidth; q++)
                        {
                            var (r, s) = (i * g.Stride + p - g.PadTop, j * g.Stride + q - g.PadLeft);
                            if (r < 0 || r >= g.InputHeight || s < 0 || s >= g.InputWidth) continue;
                            for (var c = 0; c < g.InputChannels; c++)
                                for (var o = 0; o < g.OutputChannels; o++)
                                    visit(((n * g.InputHeight + r) * g.InputWidth + s) * g.InputChannels + c,
                                        ((p * g.KernelWidth + q) * g.InputChannels + c) * g.OutputChannels + o,
                                        ((n * g.OutputHeight + i) * g.OutputWidth + j) * g.OutputChannels + o);
                        }
    }

    /// <summary>Sums in double beside the sums of their terms' sizes, which bound a float sum's error.</summary>
    private sealed class Sums(int count)
    {
        private readonly double[] value = new double[count];
        private readonly double[] size = new double[count];

        public void Add(int i, double term)
        {
            value[i] += term;
            size[i] += Math.Abs(term);
        }

        /// <param name="actual">The sums in float.</param>
        /// <param name="bias">What was added, or null.</param>
        /// <param name="slope">The slope of negative results.</param>
        /// <param name="hasSquares">Whether outputs were computed in squares, which share their error: at the border, where few terms are, too.</param>
        public void AssertNear(float[] actual, float[]? bias, float slope, bool hasSquares)
        {
            if (hasSquares) size.AsSpan().Fill(size.DefaultIfEmpty().Max());
            for (var i = 0; i < value.Length; i++)
            {
                if (bias != null) Add(i, bias[i % bias.Length]);
                var expected = value[i] < 0 ? slope * value[i] : value[i];
                Assert.True(Math.Abs(actual[i] - expected) <= 1e-6 * size[i], $"Element {i} is {actual[i]}, expected {expected}.");
            }
        }
    }
}
