using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors;

/// <summary>Reductions and orders at their edges: extreme magnitudes, zeros, equal elements, NaN, and what they refuse.</summary>
public sealed class ReductionEdgeTests
{
    private const float NaN = float.NaN;

    [Fact]
    public void ANormNeitherOverflowsNorUnderflows()
    {
        Assert.Equal(5e30f, Tensor.From([3e30f, -4e30f]).Norm().Item());
        Assert.Equal(5e-40f, Tensor.From([3e-40f, -4e-40f]).Norm().Item());
        Assert.Equal(0, Tensor.Zeros([3]).Norm().Item());
        Assert.Equal(float.PositiveInfinity, Tensor.Full([4], float.MaxValue).Norm().Item());
        Assert.Equal([0.6f, -0.8f], Slope(x => x.Norm(), Tensor.From([3e30f, -4e30f])), new Within(1e-7f));
        Assert.Equal([0.6f, -0.8f], Slope(x => x.Norm(), Tensor.From([3e-44f, -4e-44f])), new Within(0.1f)); // the elements themselves have one digit
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], Slope(x => x.Norm(), Tensor.Full([4], float.MaxValue)));
        Assert.Equal([0, 0, 0], Slope(x => x.Norm(), Tensor.Zeros([3])));
    }

    [Fact]
    public void AVarianceDoesNotCancel()
    {
        // 10⁶ + {0, 1, …, 7}/8: a mean of squares less the square of the mean has no digit left here.
        var x = Tensor.From([.. Enumerable.Range(0, 8).Select(i => 1e6f + i / 8f)]);
        Assert.Equal(63f / 12 / 64, x.Variance().Item());
        Assert.Equal(63f / 12 / 64 * 8 / 7, x.Variance(0, correction: 1).Item());
        Assert.Equal([.. Enumerable.Range(0, 8).Select(i => (i - 3.5f) / 8 / 4)], Slope(v => v.Variance(), x));
        Assert.Equal(0, Tensor.Full([1000], 0.1f).Variance().Item());
        Assert.Equal(0, Tensor.Full([4], 3e38f).Variance().Item()); // whose sum is beyond a float
    }

    [Fact]
    public void AProductHasItsGradientBesideZeros()
    {
        Assert.Equal([12, 8, 6], Slope(x => x.Prod(), Tensor.From([2, 3, 4])));
        Assert.Equal([0, 8, 0], Slope(x => x.Prod(), Tensor.From([2, 0, 4])));
        Assert.Equal([0, 0, 0], Slope(x => x.Prod(), Tensor.From([2, 0, -0f])));
        Assert.Equal(-0f, Tensor.From([-2, 0, 3]).Prod().Item());
        Assert.True(float.IsNegative(Tensor.From([-2, 0, 3]).Prod().Item()));
        Assert.Equal(1, Tensor.Zeros([0]).Prod().Item());
    }

    [Fact]
    public void AProductNeitherOverflowsNorUnderflowsOnTheWay()
    {
        float[] values = [.. Enumerable.Repeat(1e30f, 40), .. Enumerable.Repeat(1e-30f, 40)];
        Assert.Equal(1, Tensor.From(values).Prod().Item(), 1e-5f);
        var slopes = Slope(x => x.Prod(), Tensor.From(values));
        Assert.Equal(1e-30f, slopes[0], 1e-35f);
        Assert.Equal(1e30f, slopes[^1], 1e25f);
        Assert.Equal(float.PositiveInfinity, Tensor.From(values.AsSpan(0, 40)).Prod().Item());
        Assert.Equal(0, Tensor.From(values.AsSpan(40)).Prod().Item());
    }

    [Fact]
    public void EqualElementsKeepTheirOrder()
    {
        var x = Tensor.From([2, 0, 1, -0f, 1]);
        Assert.Equal([0, -0f, 1, 1, 2], x.Sort().ToArray());
        using var tape = new Tape();
        var watched = tape.Watch(x);
        var order = Tensor.From([10, 20, 30, 40, 50]);
        Assert.Equal([50, 10, 30, 20, 40], tape.Backward((watched.Sort() * order).Sum())[watched].ToArray());
        Assert.Equal([0, 1, 0, 0, 0], Slope(v => v.Min(0), Tensor.From([2, 0, 1, -0f, 1])));
    }

    [Fact]
    public void NaNIsLargerThanEveryNumber()
    {
        var x = Tensor.From([float.PositiveInfinity, NaN, -1, float.NegativeInfinity]);
        Assert.Equal([float.NegativeInfinity, -1, float.PositiveInfinity, NaN], x.Sort().ToArray());
        Assert.Equal([NaN, float.PositiveInfinity, -1, float.NegativeInfinity], x.Sort(descending: true).ToArray());
        Assert.Equal(1, x.ArgMax(0).Item());
        Assert.True(float.IsNaN(x.Min(0).Item()));
        Assert.Equal(1, Tensor.From([1, 5, 5]).ArgMax(-1).Item());
    }

    [Fact]
    public void ComparisonsOfNaNAreFalse()
    {
        Tensor a = Tensor.From([NaN, 1, 0, NaN]), b = Tensor.From([1, NaN, -0f, NaN]);
        foreach (var compare in (Func<Tensor, Tensor, Tensor>[])[(x, y) => x.GreaterThan(y), (x, y) => x.LessThan(y)]) Assert.Equal([0, 0, 0, 0], compare(a, b).ToArray());
        foreach (var compare in (Func<Tensor, Tensor, Tensor>[])[(x, y) => x.GreaterThanOrEqual(y), (x, y) => x.LessThanOrEqual(y), (x, y) => x.EqualTo(y)])
            Assert.Equal([0, 0, 1, 0], compare(a, b).ToArray());
        Assert.Equal([1, 1, 0, 1], a.NotEqualTo(b).ToArray());
        Assert.Equal([0, 1], Tensor.From([1, 3]).GreaterThan(2).ToArray());
    }

    [Fact]
    public void StepsPassNoGradientOnEvenIfItIsInfinite()
    {
        foreach (var f in (Func<Tensor, Tensor>[])[x => x.Sign(), x => x.Floor(), x => x.GreaterThan(0), x => x.EqualTo(x), x => x.ArgMax(0, keepDimension: true)])
            Assert.Equal([0, 0], Slope(x => f(x) * float.PositiveInfinity, Tensor.From([1, -2])));
    }

    [Fact]
    public void ALogDeterminantStandsWhereTheDeterminantDoesNot()
    {
        var tiny = Tensor.Identity(40) * 1e-30f;
        Assert.Equal(-2763.1021f, tiny.LogDet().Item(), 0.01f);
        Assert.Equal([1e30f, 0, 0, 1e30f], Slope(a => a.LogDet(), Tensor.Identity(2) * 1e-30f), new Within(1e24f));
        Assert.Equal("LogDet: matrix 1 of [2, 2, 2] is not positive definite; its leading minor of order 2 is not.",
            Assert.Throws<ArithmeticException>(() => Tensor.From([1, 0, 0, 1, 1, 2, 2, 1], [2, 2, 2]).LogDet()).Message);
    }

    [Fact]
    public void OneDimensionOfAShapeMayBeLeftOpen()
    {
        var x = Tensor.Zeros([2, 3, 4]);
        Assert.Equal(new Shape(2, 12), x.Reshape(2, -1).Shape);
        Assert.Equal(new Shape(2, 12), x.Reshape([2, -1]).Shape);
        Assert.Equal(new Shape(24), x.Reshape(-1).Shape);
        Assert.Equal(new Shape(4, 6), x.Reshape(4, 6).Shape);
        Assert.Equal(new Shape(), Tensor.Ones([1]).Reshape([]).Shape);
        Refuses("Reshape: [2, 3, 4] holds 24 elements; no length in place of −1 fits [5, -1].", () => x.Reshape(5, -1));
        Refuses("Reshape: [2, 3, 4] holds 24 elements; no length in place of −1 fits [0, -1].", () => x.Reshape(0, -1));
        Refuses("Reshape: found [-1, -1]; expected dimensions of 0 or more and at most one −1.", () => x.Reshape(-1, -1));
    }

    [Fact]
    public void ImpossibleRequestsNameWhatWasFound()
    {
        var x = Tensor.Zeros([2, 3]);
        Refuses("Min: dimension 1 of [2, 0] has no elements.", () => Tensor.Zeros([2, 0]).Min(1));
        Refuses("ArgMax: dimension 1 of [2, 0] has 0 elements; expected 1 to 16777216.", () => Tensor.Zeros([2, 0]).ArgMax(1));
        Refuses("Variance: found 3 elements per mean in shape [2, 3], and a correction of 3; expected a correction of 0 or more, and more elements than that.", () => x.Variance(1, correction: 3));
        Refuses("Pad: found -1 before and 0 after; expected 0 or more.", () => x.Pad(0, -1, 0));
        Refuses("Stack: no tensors were given.", () => Tensor.Stack(0));
        Refuses("Stack: axis 3 has no place beside shape [2, 3]; expected -3 to 2.", () => Tensor.Stack(3, x, x));
        Refuses("Stack: tensor 1 has shape [2]; expected [2, 3], as the first.", () => Tensor.Stack(0, x, Tensor.Zeros([2])));
        Refuses("LogDet: [2, 3] is not a batch of square matrices.", () => x.LogDet());
    }

    private static void Refuses(string message, Func<Tensor> request) => Assert.Equal(message, Assert.Throws<ArgumentException>(request).Sentence());

    private static float[] Slope(Func<Tensor, Tensor> f, Tensor at)
    {
        using var tape = new Tape();
        var x = tape.Watch(at);
        return tape.Backward(f(x).Sum())[x].ToArray();
    }

    /// <summary>Compares floats up to a distance.</summary>
    private sealed class Within(float distance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= distance;

        public int GetHashCode(float value) => 0;
    }
}
