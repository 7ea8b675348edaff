using Ansatz.Tensors;

namespace Ansatz.Tests.Safety;

/// <summary>Tensors without elements give the values that sums over nothing have, or an exception that names the shape.</summary>
public sealed class EmptyTensorTests
{
    [Fact]
    public void SumsOverNothingAreZeroAndKeepTheBias()
    {
        Gives([2, 3], 0, Zeros(2, 0).MatMul(Zeros(0, 3)));
        Gives([2, 3], 1, Zeros(2, 0).Linear(Zeros(0, 3), Tensor.Ones([3])));
        Gives([0, 3], 0, Zeros(0, 4).Linear(Zeros(4, 3)));
        Gives([3, 4], 0, Zeros(3, 0, 4).Sum(1));
        Gives([3, 0], 0, Zeros(3, 0).CumulativeSum());
        Gives([2, 0, 3], 0, Zeros(2, 0, 0).TriangularSolve(Zeros(2, 0, 3)));
        Gives([2, 0, 0], 0, Zeros(2, 0, 0).Cholesky());
        Gives([3, 0], 0, Zeros(3, 0).Transpose().Transpose());
        Gives([2, 3], 0, Tensor.Concat(0, Zeros(0, 3), Zeros(2, 3)));
        Gives([2, 3], 0, Zeros(0, 3).Gather(0, -1, -1));
        Gives([0, 4, 4, 2], 0, Zeros(0, 4, 4, 3).Convolve(Zeros(3, 3, 3, 2), null, 1, Padding.Same));
        Gives([0, 8, 8, 2], 0, Zeros(0, 4, 4, 3).ConvolveTransposed(Zeros(3, 3, 2, 3), null, 2, Padding.Same));
        Gives([1, 8, 8, 2], 1, Zeros(1, 4, 4, 0).ConvolveTransposed(Zeros(3, 3, 2, 0), Tensor.Ones([2]), 2, Padding.Same));
        Assert.True(float.IsNaN(Zeros(3, 0).Mean().Item()));
    }

    [Fact]
    public void LongDimensionsBesideAnEmptyOneDoNotWrap()
    {
        Gives([65536, 0], 0, Zeros(65536, 65536, 0).Sum(0));
        Gives([0, 65536, 65536], 0, Zeros(65536, 65536, 0).Permute(2, 1, 0));
        Gives([0], 0, Zeros(65536, 65536, 0).Reshape([0]));
        Gives([65536, 7, 0], 0, Zeros(65536, 65536, 0).Slice(1, 5, 7));
        Gives([65536, 0], 0, Zeros(65536, 65536, 0).Flatten());
        Gives([65536, 65536, 0], 0, Zeros(1, 1, 0).BroadcastTo([65536, 65536, 0]));
        Refuses("holds more than 2147483647 elements", () => Zeros(65536, 65536, 0).Sum(-1));
    }

    [Fact]
    public void WhatHasNoValueIsRefused()
    {
        Refuses("Max: dimension 1 of [3, 0] has no elements.", () => Zeros(3, 0).Max(1));
        Refuses("no elements", () => Zeros(3, 0).Softmax());
        Refuses("Normalize: x is a scalar", () => Tensor.Scalar(1).Normalize(Zeros(1), Zeros(1), Zeros(1), Zeros(1), 1));
    }

    [Fact]
    public void GradientsOfEmptyOutputsAreEmptyOrZero()
    {
        using var tape = new Tape();
        Tensor b = tape.Watch(Zeros(0)), w = tape.Watch(Tensor.Ones([0, 3]));
        var target = Zeros(2, 3).Linear(Zeros(3, 0), b).Sum() + Zeros(2, 0).MatMul(w).Sum();
        var gradients = tape.Backward(target);
        Assert.Equal([0], gradients[b].Shape);
        Assert.Equal([0, 3], gradients[w].Shape);
    }

    private static Tensor Zeros(params int[] shape) => Tensor.Zeros(new Shape(shape));

    private static void Gives(Shape shape, float everywhere, Tensor found)
    {
        Assert.Equal(shape, found.Shape);
        Assert.All(found.ToArray(), v => Assert.Equal(everywhere, v));
    }

    private static void Refuses(string text, Func<Tensor> f) => Assert.Contains(text, Assert.Throws<ArgumentException>(f).Sentence(), StringComparison.Ordinal);
}
