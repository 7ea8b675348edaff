using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors;

public sealed class ShapeTests
{
    [Fact]
    public void TheDefaultIsAScalars()
    {
        Shape scalar = default;
        Assert.Equal(0, scalar.Rank);
        Assert.Equal(1, scalar.Size);
        Assert.Equal("[]", scalar.ToString());
        Assert.Equal([], scalar);
    }

    [Fact]
    public void SizeIsTheProductAndZeroWithAnyEmptyDimension()
    {
        Assert.Equal(24, new Shape(2, 3, 4).Size);
        Assert.Equal(0, new Shape(2, 0, 4).Size);
    }

    [Fact]
    public void DimensionsAreReachedFromBothEndsAndInRanges()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal(2, shape[0]);
        Assert.Equal(4, shape[^1]);
        Assert.Equal([2, 3], shape[..^1]);
        Assert.Equal([], shape[3..]);
        Assert.Equal([2, 3, 4, 5, 6], shape.Concat([5, 6]));
    }

    [Fact]
    public void EqualityIsByDimensions()
    {
        Shape shape = [2, 3], same = [2, 3], other = [3, 2];
        Assert.True(shape == same);
        Assert.Equal(shape.GetHashCode(), same.GetHashCode());
        Assert.True(shape != other);
        Assert.False(shape.Equals("[2, 3]"));
    }

    [Fact]
    public void ChangingTheArrayItCameFromChangesNothing()
    {
        int[] dimensions = [2, 3];
        var shape = new Shape(dimensions);
        dimensions[0] = 9;
        Assert.Equal("[2, 3]", shape.ToString());
    }

    [Theory]
    [InlineData(new int[0], new int[0], new int[0])]
    [InlineData(new[] { 3 }, new int[0], new[] { 3 })]
    [InlineData(new[] { 2, 1 }, new[] { 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 2, 1, 4 }, new[] { 3, 1 }, new[] { 2, 3, 4 })]
    [InlineData(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    [InlineData(new[] { 0, 1 }, new[] { 5 }, new[] { 0, 5 })]
    public void BroadcastAlignsAtTheLastDimension(int[] a, int[] b, int[] expected)
    {
        Assert.Equal(new Shape(expected), Shape.Broadcast(new Shape(a), new Shape(b)));
        Assert.Equal(new Shape(expected), Shape.Broadcast(new Shape(b), new Shape(a)));
    }

    [Fact]
    public void ShapesThatDoNotBroadcastAreNamed()
    {
        var thrown = Assert.Throws<ArgumentException>(() => Shape.Broadcast([2, 3], [4, 3]));
        Assert.Equal("Shapes [2, 3] and [4, 3] do not broadcast: 2 against 4 at dimension −2; each must be equal or 1.", thrown.Sentence());
        Assert.Throws<ArgumentException>(() => Shape.Broadcast([2], [0]));
    }

    [Fact]
    public void ImpossibleShapesAreRefused()
    {
        Assert.Equal("Shape: dimension -1 is negative in [2, -1].", Assert.Throws<ArgumentException>(() => new Shape(2, -1)).Sentence());
        Assert.Equal("Shape: [65536, 65536, 4294] holds more than 2147483647 elements.",
            Assert.Throws<ArgumentException>(() => new Shape(65536, 65536, 4294)).Sentence());
        Assert.Equal(0, new Shape(int.MaxValue, int.MaxValue, int.MaxValue, 0).Size);
    }
}
