using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Tests.Networks;

/// <summary>Numbers of PyTorch 1.13 in double precision, for the inputs ((7i mod 11) − 5)/4; gradients are those of ∑y³.</summary>
public sealed class NormalizationTests
{
    private static readonly float[] Gamma = [1.5f, -0.5f, 1, 2], Beta = [0.25f, 1, 0, -1];

    [Fact]
    public void LayerNormalizationIsPyTorchs() => Check(
        With(new LayerNormalization(4), l => (l.Weight, l.Bias)), [2, 4],
        [-1.719586, 0.7373886, -0.5252228, 1.626114, 0.5499962, 1.699991, 1.399982, -1.399995],
        [7.174722, -8.865203, -6.450246, 8.140727, -4.666041, -5.958688, -3.302193, 13.92692]);

    [Fact]
    public void GroupNormalizationIsPyTorchs() => Check(
        With(new GroupNormalization(2, 4), l => (l.Weight, l.Bias)), [2, 1, 2, 4],
        [-1.715815, 0.4320979, -1.310543, 1.271608, 1.429489, 1.305793, 0.786326, -2.223174, -1.715815, 0.4320979, -0.2773484, -3.773484,
            1.429489, 1.305793, 1.386742, -0.4453032],
        [7.598274, -3.71635, -14.68493, 2.285583, 8.444401, -12.32633, -10.19969, 22.59903, 7.598274, -3.71635, -33.91092, 26.70382,
            8.444401, -12.32633, 23.09891, -15.89182]);

    [Fact]
    public void AnExampleDoesNotSeeItsNeighbours()
    {
        var layer = With(new GroupNormalization(2, 4), l => (l.Weight, l.Bias));
        var x = Sequence([3, 2, 2, 4]);
        for (var n = 0; n < 3; n++) Assert.Equal(layer.Forward(x)[n].ToArray(), layer.Forward(x[n..(n + 1)]).ToArray());
    }

    [Fact]
    public void WrongShapesAreNamed()
    {
        Assert.Equal("GroupNormalization: 5 channels do not fall into 2 groups of equal size.", Assert.Throws<ArgumentException>(() => new GroupNormalization(2, 5)).Sentence());
        Assert.Equal("LayerNormalization: found shape [2, 3], expected […, 4].", Assert.Throws<ArgumentException>(() => new LayerNormalization(4).Forward(Tensor.Zeros([2, 3]))).Sentence());
        Assert.Equal("GroupNormalization: found shape [4], expected [N, …, 4].", Assert.Throws<ArgumentException>(() => new GroupNormalization(2, 4).Forward(Tensor.Zeros([4]))).Sentence());
    }

    private static TLayer With<TLayer>(TLayer layer, Func<TLayer, (Parameter Weight, Parameter Bias)> parameters)
    {
        parameters(layer).Weight.Assign(Gamma);
        parameters(layer).Bias.Assign(Beta);
        return layer;
    }

    private static Tensor Sequence(Shape shape) => Tensor.From([.. Enumerable.Range(0, shape.Size).Select(i => (i * 7 % 11 - 5) / 4f)], shape);

    private static void Check(Layer layer, Shape shape, double[] value, double[] gradient)
    {
        using var tape = new Tape();
        var x = tape.Watch(Sequence(shape));
        var y = layer.Forward(x, new Pass(tape));
        Near(value, y);
        Near(gradient, tape.Backward((y * y * y).Sum())[x]);
    }

    private static void Near(double[] expected, Tensor actual)
    {
        var elements = actual.ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(elements[i] - expected[i]) <= 2e-5 * (1 + Math.Abs(expected[i])), $"element {i} is {elements[i]:R}, expected {expected[i]:R}.");
    }
}
