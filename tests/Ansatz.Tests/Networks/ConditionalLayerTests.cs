using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Tests.Networks;

public sealed class ConditionalLayerTests
{
    [Fact]
    public void FeaturesAreFollowedByTheClass() => Assert.Equal(
        [1, 2, 0, 0, 1, 3, 4, 1, 0, 0],
        new JoinLabels(3).Forward(new Context(Tensor.From([1, 2, 3, 4], [2, 2]), [2, 0])).ToArray());

    [Fact]
    public void ImagesGetAChannelForEachClass()
    {
        var joined = new JoinLabels(2).Forward(new Context(Tensor.From([7, 8], [1, 1, 2, 1]), [1]));
        Assert.Equal([1, 1, 2, 3], joined.Shape);
        Assert.Equal([7, 0, 1, 8, 0, 1], joined.ToArray());
    }

    [Fact]
    public void RepeatedRowsShareTheirClasses() => Assert.Equal(
        [0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0],
        new JoinLabels(2).Forward(new Context(Tensor.Zeros([4, 1]), [1, 0])).ToArray());

    [Fact]
    public void WrongLabelsAreNamed()
    {
        var x = Tensor.Zeros([2, 1]);
        Assert.Contains("the context has no labels", Assert.Throws<InvalidOperationException>(() => new JoinLabels(2).Forward(x)).Message, StringComparison.Ordinal);
        Assert.Contains("label 2; expected 0 to 1", Assert.Throws<ArgumentException>(() => new JoinLabels(2).Forward(new Context(x, [0, 2]))).Sentence(), StringComparison.Ordinal);
        Assert.Contains("3 labels for 2 examples", Assert.Throws<ArgumentException>(() => new JoinLabels(2).Forward(new Context(x, [0, 1, 0]))).Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void CropKeepsTheUpperLeft() => Assert.Equal(
        [1, 2, 4, 5], new Crop(2, 2).Forward(Tensor.From([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1])).ToArray());
}
