using Ansatz.Bijectors;
using Ansatz.Tensors;
using Permute = Ansatz.Bijectors.Permute;

namespace Ansatz.Tests.Bijectors;

public sealed class ShapeTests
{
    [Fact]
    public void AChainSumsToItsLargestEvent()
    {
        var chain = new Chain(new Shift(Tensor.Zeros([3])), new Permute(1, 2, 0), new Scale(2));
        Assert.Equal(1, chain.EventRank);
        var (y, logDet) = chain.ForwardAndLogDet(Tensor.Zeros([5, 3]));
        Assert.Equal([5, 3], y.Shape);
        Assert.Equal([5], logDet.Shape);
        Assert.Equal(3 * MathF.Log(2), logDet.ToArray()[0], 1e-6f);
        Assert.Equal([], chain.BatchShape);
    }

    [Fact]
    public void AChainOfNumbersKeepsEachLogDet() =>
        Assert.Equal([5, 3], new Chain(new Shift(1), new Scale(2)).ForwardLogDetJacobian(Tensor.Zeros([5, 3])).Shape);

    [Fact]
    public void AChainsBatchIsItsPartsTogether() =>
        Assert.Equal([4, 7], new Chain(new Rotation(Tensor.Zeros([7])), new QuadraticShear(Tensor.Zeros([4, 1])), new Scale(Tensor.Ones([7, 2]))).BatchShape);

    [Fact]
    public void WrongEventsAreNamed()
    {
        Assert.Equal("Rotation: the value [4, 3] has events of 3 elements, expected 2 in the last dimension.",
            Assert.Throws<ArgumentException>(() => new Rotation(0).Forward(Tensor.Zeros([4, 3]))).Sentence());
        Assert.Equal("MaskedCoupling: the value [4, 3] does not end in the mask's shape [2].",
            Assert.Throws<ArgumentException>(() => new MaskedCoupling(Tensor.From([1, 0f]), _ => new Scale(1)).Forward(Tensor.Zeros([4, 3]))).Sentence());
        Assert.Equal("Permute: [0, 2, 2] is no permutation, position 2 is out of range or repeats; expected each of 0 to 2 once.",
            Assert.Throws<ArgumentException>(() => new Permute(0, 2, 2)).Sentence());
        foreach (var shape in (Shape[])[[3], [2, 3], [3, 3, 2]])
            Assert.Equal($"ScaleTriL: scaleTriL has shape {shape}, expected […batch, n, n].", Assert.Throws<ArgumentException>(() => new ScaleTriL(Tensor.Ones(shape))).Sentence());
        Assert.Equal("Chain: no bijectors were given, at least one is needed.", Assert.Throws<ArgumentException>(() => new Chain()).Sentence());
    }

    [Fact]
    public void ASplineOfZerosIsTheIdentity()
    {
        var spline = new RationalQuadraticSpline(Tensor.Zeros([8]), Tensor.Zeros([8]), Tensor.Zeros([7]));
        foreach (var x in new[] { -3, -2.99f, -0.75f, 0, 1.234f, 3, 10 })
        {
            Assert.Equal(x, spline.Forward(x).Item(), 2e-6f);
            Assert.Equal(0, spline.ForwardLogDetJacobian(x).Item(), 2e-6f);
        }
    }
}
