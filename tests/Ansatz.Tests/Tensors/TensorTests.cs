using System.Numerics.Tensors;
using System.Reflection;
using Ansatz.Tensors;
using Tensor = Ansatz.Tensors.Tensor;

namespace Ansatz.Tests.Tensors;

public sealed class TensorTests
{
    private static readonly Tensor Counted = Count(2, 3, 4);

    [Fact]
    public void PositionsPickFromTheFirstDimensions()
    {
        Assert.Equal(Count(2, 3, 4).ToArray()[12..], Counted[1].ToArray());
        Assert.Equal(new Shape(3, 4), Counted[1].Shape);
        Assert.Equal([20, 21, 22, 23], Counted[1, ^1].ToArray());
        Assert.Equal(22, Counted[1, 2, 2].Item());
        Assert.Equal(Counted.ToArray(), Counted[[]].ToArray());
    }

    [Fact]
    public void RangesPickFromTheFirstDimension()
    {
        var x = Count(5, 2);
        Assert.Equal([2, 3, 4, 5], x[1..3].ToArray());
        Assert.Equal([6, 7, 8, 9], x[^2..].ToArray());
        Assert.Equal(x.Shape, x[..].Shape);
        Assert.Equal(new Shape(0, 2), x[5..].Shape);
    }

    [Fact]
    public void PickingIsDifferentiable()
    {
        using var tape = new Tape();
        var x = tape.Watch(Count(3, 2));
        Assert.Equal([0, 0, 1, 4, 1, 1], tape.Backward(x[1, 1] * 3 + x[1..].Sum())[x].ToArray());
    }

    [Theory]
    [InlineData("Tensor: position 2 lies outside dimension 0 of [2, 3, 4].")]
    public void APositionOutsideIsNamed(string message)
    {
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Counted[2]).Sentence());
        Assert.Throws<ArgumentException>(() => Counted[^3]);
        Assert.Throws<ArgumentException>(() => Counted[0, 0, 0, 0]);
        Assert.Throws<ArgumentException>(() => Counted[1..3]);
        Assert.Throws<ArgumentException>(() => Counted[2..1]);
        Assert.Throws<ArgumentException>(() => Tensor.Scalar(1)[..]);
    }

    [Fact]
    public void AVectorPrintsOnOneLineAndAMatrixRowBelowRow()
    {
        Assert.Equal("1.5", Tensor.Scalar(1.5f).ToString());
        Assert.Equal("[1, -2.5, 1E-07]", Tensor.From([1, -2.5f, 1e-7f]).ToString());
        Assert.Equal("[[0, 1],\n [2, 3]]", Count(2, 2).ToString());
        Assert.Equal("[[[0, 1],\n  [2, 3]],\n [[4, 5],\n  [6, 7]]]", Count(2, 2, 2).ToString());
    }

    [Fact]
    public void LongDimensionsAreShortened()
    {
        Assert.Equal("[0, 1, 2, 3, 4, 5]", Count(6).ToString());
        Assert.Equal("[0, 1, 2, …, 4, 5, 6]", Count(7).ToString());
        Assert.Equal("[[0],\n [1],\n [2],\n …,\n [97],\n [98],\n [99]]", Count(100, 1).ToString());
    }

    [Fact]
    public void EmptyTensorsAndUnusualNumbersPrint()
    {
        Assert.Equal("[]", Tensor.Zeros([0]).ToString());
        Assert.Equal("[]", Tensor.Zeros([0, 3]).ToString());
        Assert.Equal("[[],\n []]", Tensor.Zeros([2, 0]).ToString());
        Assert.Equal("[NaN, Infinity, -Infinity, -0, 123457]", Tensor.From([float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 123456.7f]).ToString());
    }

    [Fact]
    public void TheDebuggerShowsShapeAndElementsOnOneLine()
    {
        Assert.Equal("[2, 5] [[0, 1, …, 3, 4], [5, 6, …, 8, 9]]", DebuggerText(Count(2, 5)));
        Assert.Equal("[] 7", DebuggerText(Tensor.Scalar(7)));
    }

    [Fact]
    public void ADeadTensorPrintsWithoutThrowing()
    {
        Tensor dead;
        using (var tape = new Tape()) dead = tape.Watch(Counted) * 2;
        Assert.Equal("[2, 3, 4] (its tape has ended)", dead.ToString());
        Assert.Equal("[2, 3, 4] (its tape has ended)", DebuggerText(dead));
    }

    [Fact]
    public void ATensorCopiesWhatItIsMadeFromAndWhatItGives()
    {
        float[] values = [1, 2, 3];
        var x = Tensor.From(values);
        values[0] = 9;
        x.ToArray()[1] = 9;
        Assert.Equal([1, 2, 3], x.ToArray());
    }

    [Fact]
    public void ASpanShowsTheElementsOfATensorOffItsTape()
    {
        var x = Tensor.From([1, 2, 3]);
        Assert.Equal([1, 2, 3], x.AsSpan().ToArray());
        Assert.True(x.AsMemory().Span == x.AsSpan());
        Tensor dead;
        using (var tape = new Tape())
        {
            var y = tape.Enter(x) * 2;
            dead = y;
            Assert.Equal([2, 4, 6], y.Detach().AsSpan().ToArray());
            Assert.Equal("Tensor: this [3] tensor lies on a tape, whose memory is used again when the tape ends; call Detach() and take the span of the copy, or call ToArray().",
                Assert.Throws<InvalidOperationException>(() => y.AsSpan()[0]).Message);
        }
        Assert.Contains("This [3] tensor died with its tape", Assert.Throws<ObjectDisposedException>(() => dead.AsMemory()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TensorsPassToAndFromTensorSpans()
    {
        var x = Count(2, 3);
        var span = new ReadOnlyTensorSpan<float>(x.AsSpan(), [.. x.Shape.Select(length => (nint)length)]);
        Assert.Equal(5, span[1, 2]);
        var values = new float[span.FlattenedLength];
        span.FlattenTo(values);
        var back = Tensor.From(values, new Shape([.. span.Lengths.ToArray().Select(length => (int)length)]));
        Assert.Equal(x.Shape, back.Shape);
        Assert.Equal(x.ToArray(), back.ToArray());
    }

    [Fact]
    public void WrongCountsAreRefused()
    {
        Assert.Equal("Tensor.From: the shape [2, 2] holds 4 elements, 3 were given.",
            Assert.Throws<ArgumentException>(() => Tensor.From([1, 2, 3], [2, 2])).Sentence());
        Assert.Equal("Tensor.Item: the shape [2] holds 2 elements, not 1; index or copy it instead.",
            Assert.Throws<InvalidOperationException>(() => Tensor.Zeros([2]).Item()).Message);
        Assert.Equal("Parameter of shape [3]: 2 elements given, its shape [3] holds 3.",
            Assert.Throws<ArgumentException>(() => new Parameter([3]).Assign([1, 2])).Sentence());
    }

    [Fact]
    public void NumbersMixWithTensors()
    {
        var x = Tensor.From([1, 2, 4]);
        Assert.Equal([1, 0.5f, 0.25f], (1 / x).ToArray());
        Assert.Equal([-1, -2, -4], (-x).ToArray());
        Assert.Equal([2, 2, 4], x.Maximum(2).ToArray());
        Assert.Equal([1, 0, -2], (2 - x).ToArray());
    }

    [Fact]
    public void DividingByANumberRoundsOnce()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (float)i).ToArray();
        Assert.Equal(bytes.Select(b => b / 255f), (Tensor.From(bytes) / 255).ToArray());
    }

    private static Tensor Count(params ReadOnlySpan<int> dimensions)
    {
        var shape = new Shape(dimensions);
        return Tensor.From(Enumerable.Range(0, shape.Size).Select(i => (float)i).ToArray(), shape);
    }

    private static string DebuggerText(Tensor x) =>
        (string)typeof(Tensor).GetProperty("DebuggerDisplay", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(x)!;
}
