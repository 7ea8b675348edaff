using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors;

/// <summary>
/// Numbers of PyTorch 1.13 in double precision, its channels-first layouts permuted to ours. Inputs are the sequence ((7i mod 11) − 5)/scale;
/// gradients are those of ∑y², or ∑y³.
/// </summary>
public sealed class PyTorchTests
{
    private static readonly Tensor Bias = Tensor.From([0.5f, -0.25f]);

    [Fact]
    public void AConvolutionAndItsGradients()
    {
        using var tape = new Tape();
        Tensor x = tape.Watch(Sequence(4, 1, 3, 4, 2)), w = tape.Watch(Sequence(8, 3, 3, 2, 2));
        var y = x.Convolve(w, Bias, 2, Padding.Explicit(1));
        Assert.Equal(new Shape(1, 2, 2, 2), y.Shape);
        Equal([-1.15625, 0, 1.75, -0.3125, 1.9375, -0.3125, -1.5625, -0.3125], y);
        var gradients = tape.Backward(y.Square().Sum());
        Equal([0.8671875, 0, 0.1640625, 3.554688, -1.625, 0.3125, 1.390625, -2.34375, -0.4375, 3.09375, -1.351562, 0.390625, 1.59375, -3.546875,
            1.28125, 1.8125, -1.765625, 0.3125, 0.90625, -4.609375, 0.859375, 0.3125, -1.09375, 1.796875], gradients[x]);
        Equal([0.78125, 0.15625, 3.90625, 0.78125, -5.4375, 0.3125, 4.46875, -0.15625, -4.875, -0.625, -5.625, 0.625, -1.75, 0.3125, 7.5, -0.15625,
            -1.484375, -0.15625, 0.875, 0, 8.5625, 0.15625, -8.328125, 0.3125, -0.875, 0.15625, -4.375, 0.78125, 4.0625, -0.3125, -3.484375, 0.3125,
            4.953125, -0.78125, 3.765625, -0.15625], gradients[w]);
    }

    [Fact]
    public void ATransposedConvolutionAndItsGradients()
    {
        using var tape = new Tape();
        Tensor x = tape.Watch(Sequence(4, 1, 2, 3, 2)), w = tape.Watch(Sequence(8, 3, 3, 2, 2));
        var y = x.ConvolveTransposed(w, Bias, 2, Padding.Explicit(1), outputPadding: 1);
        Assert.Equal(new Shape(1, 4, 6, 2), y.Shape);
        Equal([1.21875, -0.5, -0.46875, 0.5, 1.3125, -0.875, 0.40625, 0.4375, 0.03125, 0.125, 0.6875, -0.59375, 0, 1.0625, 1.5625, -0.625, -0.15625,
            -0.03125, -0.125, -1.4375, 1.0625, -0.78125, 0.59375, 0.8125, 0.125, -0.25, 0.4375, -1.40625, 1.25, -0.625, 0.28125, 0.25, -0.03125, 0.375,
            0.5625, -0.40625, 1, -0.75, 1.09375, -0.40625, 0, 0.53125, -0.5625, -0.25, 0.375, -0.59375, 1.3125, 0], y);
        var gradients = tape.Backward(y.Square().Sum());
        Equal([-3.65625, 1.242188, -2.585938, 5.9375, 3.789062, -1.46875, 2.921875, -0.2109375, -4.96875, 6.078125, 1.828125, -6.65625], gradients[x]);
        Equal([-3.0625, 2.65625, 1.96875, 2.65625, -0.21875, -2.890625, 2.578125, 1.90625, 3.078125, -1.671875, 1.21875, -4.1875, -0.34375, -1.828125,
            2.40625, -2.140625, -6.578125, 6.40625, 2.75, -4.75, 1.140625, -1.46875, -5.09375, 3.875, -3.53125, 7.140625, 0.84375, 0.609375, 2.5,
            -2.921875, -5.28125, 4.4375, -0.828125, -3.765625, 3.09375, -5.8125], gradients[w]);
    }

    [Fact]
    public void BatchNormalizationWithALeakyRectifier()
    {
        using var tape = new Tape();
        Tensor x = tape.Watch(Sequence(4, 5, 2)), gamma = tape.Watch(Tensor.From([1.5f, -0.5f]));
        var (y, _, _) = x.BatchNormalize(gamma, Tensor.From([0.25f, 1]), 1e-3f, 0.1f);
        Equal([-0.1470493, 0.8901327, -0.0112209, 0.3407964, 1.246075, 1.805693, 2.604358, 1.256357, -0.1017731, 0.7070206], y);
        var gradients = tape.Backward((y * y * y).Sum());
        Equal([5.500292, 0.4788431, -5.997824, -0.6634415, -9.048288, -0.5644325, 7.880461, 0.5035953, 1.665359, 0.2454357], gradients[x]);
        Equal([35.02086575591557, -16.329363611752846], gradients[gamma]);
    }

    private static Tensor Sequence(float scale, params ReadOnlySpan<int> dimensions)
    {
        var shape = new Shape(dimensions);
        return Tensor.From([.. Enumerable.Range(0, shape.Size).Select(i => (i * 7 % 11 - 5) / scale)], shape);
    }

    private static void Equal(double[] expected, Tensor actual)
    {
        var elements = actual.ToArray();
        Assert.Equal(expected.Length, elements.Length);
        for (var i = 0; i < elements.Length; i++)
            Assert.True(Math.Abs(elements[i] - expected[i]) <= 1e-6 * (1 + Math.Abs(expected[i])), $"element {i} is {elements[i]:R}, expected {expected[i]:R}.");
    }
}
