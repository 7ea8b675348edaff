using Ansatz.Evaluation;

namespace Ansatz.Tests.Evaluation;

public sealed class LatentCodesTests
{
    private const int Count = 139; // more than two batches, and no whole number of them

    [Fact]
    public void AWholeDataSetIsItsExamplesOneByOne()
    {
        var model = TinyAutoencoders.Convolutional();
        var data = TinyAutoencoders.Spots(Count);
        var means = model.EncodeMeans(data);
        var decoded = model.DecodeMeans(means, 2);
        Assert.Equal(2 * Count, means.Length);
        Assert.Equal((Count, data.ExampleShape), (decoded.Count, decoded.ExampleShape));
        foreach (var i in (int[])[0, 1, 63, 64, 128, Count - 1])
        {
            var code = model.Encoder.Given(data.ToTensor(i, 1)).Mean;
            Assert.Equal(code.ToArray(), means[(2 * i)..(2 * i + 2)]);
            Assert.Equal(model.Decoder.Given(code).Mean.ToArray(), decoded.ToTensor(i, 1).ToArray());
        }
        Assert.Equal(decoded.ToTensor(0, Count).ToArray(), model.Reconstruct(data).ToTensor(0, Count).ToArray());
    }

    [Fact]
    public void AnEmptyDataSetIsRefused() =>
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => TinyAutoencoders.Dense().EncodeMeans(TinyAutoencoders.Spots(1).Slice(0, 0))).Message, StringComparison.Ordinal);

    [Fact]
    public void EachPointHasALabelOrNone() =>
        Assert.Contains("1 labels for 2 points", Assert.Throws<ArgumentException>(() => TinyAutoencoders.Dense().DecodeMeans([1, 2, 3, 4], 2, [0])).Message, StringComparison.Ordinal);

    [Fact]
    public void HalfAPointIsRefused() =>
        Assert.Contains("3 values are not points of 2 dimensions", Assert.Throws<ArgumentException>(() => TinyAutoencoders.Dense().DecodeMeans([1, 2, 3], 2)).Message, StringComparison.Ordinal);
}
