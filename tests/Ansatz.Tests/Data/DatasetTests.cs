using Ansatz.Data;

namespace Ansatz.Tests.Data;

public sealed class DatasetTests
{
    private static Dataset Numbers { get; } = Dataset.FromFloats([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [2], [10, 11, 12, 13, 14]);

    private static float[] Values(Dataset data, int position)
    {
        var values = new float[data.ExampleShape.Size];
        data.CopyTo(position, values);
        return values;
    }

    [Fact]
    public void BytesAreFractionsOf255()
    {
        var data = Dataset.FromBytes([.. Enumerable.Range(0, 256).Select(i => (byte)i)], [256]);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => i / 255f), Values(data, 0));
    }

    [Fact]
    public void PartsShareTheirExamplesAndLabels()
    {
        var picked = Numbers.Slice(1, 4).Pick([3, 0]);
        Assert.Equal(2, picked.Count);
        Assert.Equal([8, 9], Values(picked, 0));
        Assert.Equal(14, picked.Label(0));
        Assert.Equal([2, 3], Values(picked, 1));
        Assert.Equal([8, 9, 2, 3], picked.ToTensor(0, 2).ToArray());
    }

    [Theory]
    [InlineData(0.8, 4)]
    [InlineData(0.29, 1)]
    [InlineData(0.5, 2)]
    public void ASplitIsRoundedToTheNearestExample(double share, int first)
    {
        var (a, b) = Numbers.Split(share);
        Assert.Equal((first, 5 - first), (a.Count, b.Count));
        Assert.Equal(10 + first, b.Label(0));
    }

    [Fact]
    public void AShareOfHundredExamplesIsExact() => Assert.Equal(29, Dataset.FromFloats(new float[100], [1]).Split(0.29).First.Count);

    [Fact]
    public void WhatIsNotThereIsNamed()
    {
        string Refused<T>(Action attempt) where T : Exception => Assert.Throws<T>(attempt).Message;
        Assert.Contains("no example 5 among its 5", Refused<ArgumentOutOfRangeException>(() => Numbers.Pick([5])), StringComparison.Ordinal);
        Assert.Contains("3 examples from 3 on are not among its 5", Refused<ArgumentOutOfRangeException>(() => Numbers.Slice(3, 3)), StringComparison.Ordinal);
        Assert.Contains("share of the first part is 1", Refused<ArgumentOutOfRangeException>(() => Numbers.Split(1)), StringComparison.Ordinal);
        Assert.Contains("7 values are no whole number of examples of shape [2]", Refused<ArgumentException>(() => Dataset.FromFloats(new float[7], [2])), StringComparison.Ordinal);
        Assert.Contains("3 examples but 2 labels", Refused<ArgumentException>(() => Dataset.FromBytes(new byte[6], [2], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("no labels", Refused<InvalidOperationException>(() => Dataset.FromBytes(new byte[6], [2]).Label(0)), StringComparison.Ordinal);
    }
}
