using Ansatz.Evaluation;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Safety;

/// <summary>Lengths that disagree are refused before a kernel follows a pointer.</summary>
public sealed class OperandLengthTests
{
    [Theory]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 6 })]
    [InlineData(new[] { 3, 2 })]
    [InlineData(new int[0])]
    [InlineData(new[] { 0 })]
    public void AGradientOfAnotherShapeIsRefused(int[] shape)
    {
        var p = new Parameter([2, 3]);
        p.Assign(new float[6]);
        using var tape = new Tape();
        var message = Assert.Throws<ArgumentException>(() => new Gradients(tape, new Dictionary<Parameter, Tensor> { [p] = Tensor.Full(new Shape(shape), 7) })).Sentence();
        Assert.StartsWith($"Gradients: the gradient of parameter of shape [2, 3] has shape {new Shape(shape)}; expected the parameter's shape [2, 3].", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Gradients(tape, new Dictionary<Parameter, Tensor> { [p] = null! }));
    }

    [Fact]
    public void AGradientOfTheRightShapeMovesTheWeights()
    {
        var p = new Parameter([2, 3]);
        p.Assign(new float[6]);
        using var tape = new Tape();
        new Sgd().Start([p]).Step(new Gradients(tape, new Dictionary<Parameter, Tensor> { [p] = Tensor.Full([2, 3], 7) }), 1);
        Assert.All(p.Value.ToArray(), w => Assert.Equal(-7, w));
    }

    [Fact]
    public void KernelsRefuseOperandsThatAreTooShort()
    {
        float[] short_ = new float[5], six = new float[6], three = new float[3], two = new float[2];
        var split = new AxisSplit(1, 3, 2);
        Refuses(() => ElementwiseLoops.Map(default(Exp), short_, six));
        Refuses(() => ElementwiseLoops.Map(default(Add), six, short_, six));
        Refuses(() => ElementwiseLoops.MapSlope(default(Exp), six, six, short_, six));
        Refuses(() => ElementwiseLoops.Select(short_, six, six, six));
        Refuses(() => ElementwiseLoops.Select(six, six, short_, six));
        Refuses(() => Reductions.Sum(split, short_, two));
        Refuses(() => Reductions.Sum(split, six, three));
        Refuses(() => split.Repeat(two, short_));
        Refuses(() => Maxima.Find(split, short_, two));
        Refuses(() => Maxima.Backward(split, six, two, three, six));
        Refuses(() => Gathering.Pick(split, [0], short_, two));
        Refuses(() => Gathering.AddBack(split, [0], three, six));
        Refuses(() => Blocks.Copy(2, 3, short_, 3, six, 3));
        Refuses(() => Blocks.Copy(2, 3, six, 3, short_, 3));
        Refuses(() => Transposition.Run([2, 3], [1, 0], six, short_));
        Refuses(() => Gemm.Multiply(2, 3, 1, three, 2, 1, three, 3, 1, short_, 3));
        Refuses(() => Gemm.Multiply(2, 3, 2, three, 2, 1, six, 3, 1, six, 3));
        Refuses(() => Gemm.Multiply(2, 3, 2, six, 2, 1, short_, 3, 1, six, 3));
        Refuses(() => Gemm.Multiply(2, 3, 2, six, 2, 1, six, 3, 1, six, 3, bias: two));
        Refuses(() => WeightUpdates.Run(new PlainUpdate(1, 0, 1), six, short_));
        Refuses(() => WeightUpdates.Run(new MomentumUpdate(new PlainUpdate(1, 0, 1), 0.5f, false), six, six, short_));
        var geometry = new ConvolutionGeometry(1, 2, 3, 1, 2, 3, 1, 1, 1, 1, 0, 0);
        Refuses(() => Convolution.Forward(geometry, short_, [1], [], 1, six));
        Refuses(() => Convolution.InputGradient(geometry, six, [1], two, 1, six));
        Refuses(() => Convolution.WeightGradient(geometry, six, six, two));
    }

    [Theory]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void ShapesHaveAtMost64Dimensions(int rank) =>
        Assert.Equal($"Shape: {rank} dimensions were given; expected at most 64.", Assert.Throws<ArgumentException>(() => new Shape(Enumerable.Repeat(1, rank).ToArray())).Sentence());

    [Fact]
    public void SixtyFourDimensionsArePermutedAndPrinted()
    {
        var x = Tensor.From([1, 2], new Shape([.. Enumerable.Repeat(1, 63), 2]));
        var y = x.Permute([.. Enumerable.Range(0, 64).Reverse()]);
        Assert.Equal(2, y.Shape[0]);
        Assert.Equal([1, 2], y.ToArray());
        Assert.StartsWith("[[", y.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ATensorLeavesRoomForAPieceBelowTheLargestInt()
    {
        var message = Assert.Throws<ArgumentException>(() => Tensor.Zeros([Tensor.MostElements + 1])).Sentence();
        Assert.Equal("Tensor: the shape [2146435072] holds 2146435072 elements; expected at most 2146435071.", message);
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([int.MaxValue]));
    }

    [Fact]
    public void AScratchLengthThatOverflowedIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => { unsafe { Scratch.Floats(ScratchUse.Window, -1); } });
        Assert.Throws<OverflowException>(() => { unsafe { Scratch.Floats(ScratchUse.Window, nint.MaxValue); } });
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(3)]
    public void NeighboursOfAnyNumberAreAveraged(int neighbours)
    {
        var count = 2 * neighbours;
        if (neighbours > 1000) count = neighbours + 2; // too few for one half
        var z = new float[count];
        var factor = Enumerable.Range(0, count).Select(i => (double)i).ToArray();
        if (neighbours > 1000) Assert.Throws<ArgumentException>(() => FactorRecovery.RSquared(z, 1, factor, neighbours));
        else Assert.True(FactorRecovery.RSquared(z, 1, factor, neighbours) < 0);
        Assert.Throws<ArgumentException>(() => FactorRecovery.RSquared(z, 0, factor));
        Assert.Throws<ArgumentException>(() => FactorRecovery.RSquared(z, -1, factor));
        Assert.Throws<ArgumentException>(() => FactorRecovery.RSquared(z, 1, factor, int.MaxValue));
        Assert.Throws<ArgumentException>(() => FactorRecovery.RSquared(z, 1 << 30, [1, 2, 3, 4]));
    }

    private static void Refuses(Action action) => Assert.Throws<ArgumentException>(action);
}
