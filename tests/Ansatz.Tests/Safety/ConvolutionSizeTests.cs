using Ansatz.Tensors;

namespace Ansatz.Tests.Safety;

/// <summary>Strides, paddings and kernels of any size give the right value, or an exception that names the shapes.</summary>
public sealed class ConvolutionSizeTests
{
    [Theory]
    [InlineData(3, 2)]
    [InlineData(250, 1)]
    [InlineData(1000, 3)]
    public void ATransposedConvolutionWithALongStrideIsBiasBetweenItsKernels(int stride, int kernel)
    {
        var bias = Tensor.From([0.25f, -2]);
        var y = Tensor.Full([1, 2, 1, 1], 3).ConvolveTransposed(Tensor.Ones([kernel, kernel, 2, 1]), bias, stride, Padding.Valid, negativeSlope: 0.5f);
        Assert.Equal([1, 2 * stride, stride, 2], y.Shape);
        var values = y.ToArray();
        for (var i = 0; i < 2 * stride; i++)
            for (var j = 0; j < stride; j++)
            {
                var isInside = i % stride < kernel && j < kernel;
                Assert.Equal(isInside ? 3.25f : 0.25f, values[2 * (i * stride + j)]);
                Assert.Equal(isInside ? 1 : -1, values[2 * (i * stride + j) + 1]);
            }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(250)]
    [InlineData(46341)]
    [InlineData(92682)]
    [InlineData(1 << 29)]
    public void TheGradientOfAConvolutionWithALongStrideReachesOnePixel(int stride)
    {
        using var tape = new Tape();
        Tensor x = tape.Watch(Tensor.Ones([1, 5, 5, 1])), w = tape.Watch(Tensor.Full([1, 1, 1, 1], 2));
        var y = x.Convolve(w, null, stride, Padding.Same);
        Assert.Equal([1, 1, 1, 1], y.Shape);
        var gradients = tape.Backward(y.Sum());
        Assert.Equal([2, .. new float[24]], gradients[x].ToArray());
        Assert.Equal([1], gradients[w].ToArray());
    }

    [Theory]
    [InlineData(65536)]
    [InlineData(92682)]
    [InlineData(1 << 29)]
    public void AStrideWhoseSquareWrapsTouchesNothingElse(int stride) =>
        Assert.Equal(5, Tensor.Full([1, 1, 1, 1], 5).ConvolveTransposed(Tensor.Ones([1, 1, 1, 1]), null, stride, Padding.Explicit(0)).Item());

    [Theory]
    [InlineData(int.MaxValue, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData((1 << 30) - 1, 1)]
    [InlineData(1 << 30, 1 << 30)]
    [InlineData(1_000_000, 1_000_000)]
    public void PaddingBeyondWhatKernelsCountIsRefusedWithTheShapes(int padding, int stride)
    {
        Tensor x = Tensor.Ones([1, 4, 4, 2]), w = Tensor.Ones([3, 3, 2, 2]);
        var message = Assert.Throws<ArgumentException>(() => x.Convolve(w, null, stride, Padding.Explicit(padding))).Sentence();
        Assert.StartsWith($"Conv2D: x [1, 4, 4, 2], weight [3, 3, 2, 2], stride {stride} and padding {padding} need images of ", message, StringComparison.Ordinal);
        Assert.StartsWith("Conv2DTranspose: ", Assert.Throws<ArgumentException>(() => x.ConvolveTransposed(w, null, stride, Padding.Explicit(padding))).Sentence(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1_073_741_825, 3, null)]
    [InlineData(46341, 92682, 1, null)]
    [InlineData(4, 2, 3, int.MaxValue)]
    [InlineData(4, 2, 3, -1)]
    [InlineData(4, 0, 3, null)]
    [InlineData(4, -1, 3, null)]
    [InlineData(4, int.MinValue, 3, null)]
    public void OutputsBeyondWhatATensorHoldsAreRefused(int length, int stride, int kernel, int? outputPadding)
    {
        var x = Tensor.Ones([1, Math.Min(length, 4), Math.Min(length, 4), 1]);
        Assert.StartsWith("Conv2DTranspose: ", Assert.Throws<ArgumentException>(
            () => x.ConvolveTransposed(Tensor.Ones([kernel, kernel, 1, 1]), null, length > 4 ? int.MaxValue : stride, Padding.Same, outputPadding)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKernelWithoutChannelsGivesTheBias()
    {
        var y = Tensor.Ones([1, 4, 4, 0]).Convolve(Tensor.Ones([300, 301, 0, 2]), Tensor.From([1, -1]), 1, Padding.Same, negativeSlope: 0);
        Assert.Equal([1, 0, 1, 0], y.ToArray()[..4]);
        Assert.StartsWith("Conv2D: x [1, 4, 4, 0], weight [65536, 65536, 0, 2],", Assert.Throws<ArgumentException>(
            () => Tensor.Ones([1, 4, 4, 0]).Convolve(Tensor.Ones([65536, 65536, 0, 2]), null, 1, Padding.Same)).Message, StringComparison.Ordinal);
        Assert.Equal([2, 2], Tensor.Ones([1, 1, 2, 0]).ConvolveTransposed(Tensor.Ones([3, 3, 1, 0]), Tensor.From([2]), 1, Padding.Same).ToArray());
        Assert.Equal([7, 7, 7, 7], Tensor.Ones([1, 0, 0, 3]).Convolve(Tensor.Ones([1, 1, 3, 1]), Tensor.From([7]), 1, Padding.Explicit(1)).ToArray());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(2, 0)]
    public void AKernelWithoutTapsIsRefused(int height, int width)
    {
        foreach (var padding in (Padding[])[Padding.Same, Padding.Valid, Padding.Explicit(1)])
        {
            var w = Tensor.Zeros([height, width, 3, 3]);
            Assert.Equal($"Conv2D: the weight {w.Shape} has no taps; expected a kernel of 1 × 1 or more.",
                Assert.Throws<ArgumentException>(() => Tensor.Ones([1, 4, 4, 3]).Convolve(w, null, 1, padding)).Sentence());
            Assert.Throws<ArgumentException>(() => Tensor.Ones([1, 4, 4, 3]).ConvolveTransposed(w, null, 1, padding));
        }
    }
}
