using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors;

/// <summary>What differences cannot tell: slopes at kinks, where two inputs tie, beside numbers that are none, and what ops refuse.</summary>
public sealed class OpEdgeTests
{
    private static readonly Tensor AroundZero = Tensor.From([-1, -0f, 0, 1]);

    [Fact]
    public void SlopesAtKinksAreAsDocumented()
    {
        Assert.Equal([-1, 0, 0, 1], Slope(x => x.Abs(), AroundZero));
        Assert.Equal([0, 0, 0, 1], Slope(x => x.Relu(), AroundZero));
        Assert.Equal([0.5f, 0.5f, 0.5f, 1], Slope(x => x.LeakyRelu(0.5f), AroundZero));
        Assert.Equal([1, 1, 1, 1], Slope(x => x.Elu(), Tensor.From([-0f, 0, 1, 2])));
        Assert.Equal([0, 1, 1, 1, 0], Slope(x => x.Clamp(-1, 1), Tensor.From([-2, -1, 0, 1, 2])));
        Assert.Equal([0, 0, 0, 0], Slope(x => x.IsBetween(-1, 1), AroundZero));
        Assert.Equal([float.PositiveInfinity, 0.5f], Slope(x => x.Sqrt(), Tensor.From([0, 1])));
        Assert.Equal([0, 1, 2], Slope(x => x.Pow(2) * 0.5f, Tensor.From([0, 1, 2])));
    }

    [Fact]
    public void OfEqualsTheFirstGetsTheGradient()
    {
        using var tape = new Tape();
        Tensor a = tape.Watch(Tensor.From([1, 2, 2])), b = tape.Watch(Tensor.From([2, 2, 1]));
        var gradients = tape.Backward((a.Maximum(b) + a.Minimum(b) * 10).Sum());
        Assert.Equal([10, 11, 1], gradients[a].ToArray());
        Assert.Equal([1, 0, 10], gradients[b].ToArray());
        Assert.Equal([0, 1, 0, 0], Slope(x => x.Max(0), Tensor.From([1, 5, 5, 5])));
        Assert.Equal([0, 1, 0, 0], Slope(x => x.Reshape([1, 2, 2, 1]).MaxPool2D(2), Tensor.From([1, 5, 5, 5])));
    }

    [Fact]
    public void NotANumberStaysNotANumber()
    {
        var nan = Tensor.From([float.NaN]);
        foreach (var f in (Func<Tensor, Tensor>[])[
            x => x.Maximum(1), x => Tensor.Ones([1]).Maximum(x), x => x.Minimum(1), x => Tensor.Ones([1]).Minimum(x), x => x.Clamp(-1, 1), x => x.Relu(),
            x => x.LeakyRelu(), x => x.Abs(), x => x.Exp(), x => x.Log(), x => x.Tanh(), x => x.Sigmoid(), x => x.Softplus(), x => x.Pow(2), x => x.Erf(),
            x => Tensor.Concat(0, Tensor.Ones([20]), x, Tensor.Ones([20])).Max(0), x => Tensor.Concat(0, Tensor.Ones([20]), x).Sum(), x => x.LogSumExp()])
            Assert.True(float.IsNaN(f(nan).Item()));
    }

    [Fact]
    public void TheBranchNotTakenGetsExactlyZero()
    {
        using var tape = new Tape();
        var x = tape.Watch(Tensor.From([0, 4]));
        var y = Tensor.From([0, 1]).Where(x, 7) * float.PositiveInfinity; // the gradient that arrives is infinite
        Assert.Equal([0, float.PositiveInfinity], tape.Backward(y.Sum())[x].ToArray());
    }

    [Fact]
    public void PowersOfNegativeNumbersHaveTheirSigns()
    {
        var x = Tensor.From([-2, -0f, 0]);
        Assert.Equal([-8, -0f, 0], x.Pow(3).ToArray());
        Assert.Equal([4, 0, 0], x.Pow(2).ToArray());
        Assert.Equal([1, 1, 1], x.Pow(0).ToArray());
        Assert.Equal([-0.5f, float.NegativeInfinity, float.PositiveInfinity], x.Pow(-1).ToArray());
        Assert.Equal([float.NaN, 0, 0], x.Pow(0.5f).ToArray());
    }

    [Fact]
    public void ImpossibleRequestsNameWhatWasFound()
    {
        var x = Tensor.Zeros([2, 3]);
        Refuses("Sum: axis 2 does not exist in shape [2, 3]; it has 2 dimensions.", () => x.Sum(2));
        Refuses("Sum: axis -3 does not exist in shape [2, 3]; it has 2 dimensions.", () => x.Sum(-3));
        Refuses("SumLast: 3 dimensions asked of shape [2, 3], which has 2.", () => x.SumLast(3));
        Refuses("Max: dimension 1 of [2, 0] has no elements.", () => Tensor.Zeros([2, 0]).Max(1));
        Refuses("LogSumExp: dimension 0 of [0] has no elements.", () => Tensor.Zeros([0]).LogSumExp());
        Refuses("Reshape: [2, 3] holds 6 elements, [4] would hold 4.", () => x.Reshape([4]));
        Refuses("Permute: [0, 0] is not an order of the 2 dimensions of [2, 3].", () => x.Permute(0, 0));
        Refuses("Transpose: [3] has no two dimensions to exchange.", () => Tensor.Zeros([3]).Transpose());
        Refuses("Flatten: a scalar has no batch; expected [N, …].", () => Tensor.Scalar(1).Flatten());
        Refuses("Gather: index 3 lies outside dimension 1 of [2, 3]; expected −1 to 2.", () => x.Gather(1, 0, 3));
        Refuses("Slice: 3 positions from 1 on lie outside dimension 1 of [2, 3], which has 3.", () => x.Slice(1, 1, 3));
        Refuses("Slice: 1 positions from 2147483647 on lie outside dimension 1 of [2, 3], which has 3.", () => x.Slice(1, int.MaxValue, 1));
        Refuses("Concat: no tensors were given.", () => Tensor.Concat(0));
        Refuses("Concat: shapes [2, 3] and [2, 4] differ outside dimension 0.", () => Tensor.Concat(0, x, Tensor.Zeros([2, 4])));
        Refuses("BroadcastTo: [2, 3] does not broadcast to [3]; each dimension must be equal or 1.", () => x.BroadcastTo([3]));
        Refuses("Clamp: low 1 is not at most high 0.", () => x.Clamp(1, 0));
        Refuses("MatMul: [2, 3] and [2, 3] are not [batch…, m, k] and [batch…, k, n].", () => x.MatMul(x));
        Refuses("Linear: the bias has shape [3], expected [2].", () => x.Linear(Tensor.Zeros([3, 2]), Tensor.Zeros([3])));
        Refuses("Cholesky: [2, 3] is not a batch of square matrices.", () => x.Cholesky());
        Refuses("TriangularSolve: [2, 3] and [2, 3] are not [batch…, n, n] and [batch…, n, k].", () => x.TriangularSolve(x));
        Refuses("MaxPool2D: found shape [2, 3] and size 2, expected [N, H, W, C] and 1 to the lesser of H and W.", () => x.MaxPool2D(2));
    }

    [Fact]
    public void ImpossibleConvolutionsNameWhatWasFound()
    {
        Tensor x = Tensor.Zeros([1, 4, 4, 2]), w = Tensor.Zeros([3, 3, 2, 2]);
        Refuses("Conv2D: the bias has shape [3], expected [2].", () => x.Convolve(w, Tensor.Zeros([3]), 1, Padding.Same));
        Refuses("Conv2D: found stride 0, expected 1 or more.", () => x.Convolve(w, null, 0, Padding.Same));
        Refuses("Conv2D: the kernel's length 5 exceeds the padded image's 4.", () => x.Convolve(Tensor.Zeros([5, 5, 2, 2]), null, 1, Padding.Valid));
        Refuses("Conv2D: x [4, 4, 2] and weight [3, 3, 2, 2] are not [N, H, W, Cin] and [kh, kw, Cin, Cout].", () => x[0].Convolve(w, null, 1, Padding.Same));
        Refuses("Conv2DTranspose: the bias has shape [3], expected [2].", () => x.ConvolveTransposed(w, Tensor.Zeros([3]), 1, Padding.Same));
        Refuses("Conv2DTranspose: found stride 0, expected 1 or more.", () => x.ConvolveTransposed(w, null, 0, Padding.Same));
        Refuses("Conv2DTranspose: padding 3 and output padding 0 leave nothing of 4 pixels, kernel 3, stride 1.", () => x.ConvolveTransposed(w, null, 1, Padding.Explicit(3)));
    }

    [Fact]
    public void AMatrixThatIsNotPositiveDefiniteIsNamed()
    {
        var a = Tensor.From([1, 0, 0, 1, 1, 2, 2, 1], [2, 2, 2]);
        Assert.Equal("Cholesky: matrix 1 of [2, 2, 2] is not positive definite; its leading minor of order 2 is not.",
            Assert.Throws<ArithmeticException>(() => a.Cholesky()).Message);
    }

    private static void Refuses(string message, Func<Tensor> request) => Assert.Equal(message, Assert.Throws<ArgumentException>(request).Sentence());

    private static float[] Slope(Func<Tensor, Tensor> f, Tensor at)
    {
        using var tape = new Tape();
        var x = tape.Watch(at);
        return tape.Backward(f(x).Sum())[x].ToArray();
    }
}
