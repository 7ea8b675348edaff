using Ansatz.Formats;

namespace Ansatz.Tests.Formats;

public sealed class Crc32Tests
{
    [Fact]
    public void GivesTheKnownAnswers()
    {
        Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));
        Assert.Equal(0xAE426082u, Crc32.Of("IEND"u8));
        Assert.Equal(0u, Crc32.Of([]));
    }

    [Fact]
    public void ContinuesFromAnyPoint()
    {
        var data = Enumerable.Range(0, 100).Select(i => (byte)(i * 37)).ToArray();
        for (var cut = 0; cut <= data.Length; cut++)
            Assert.Equal(Crc32.Of(data), Crc32.Of(data.AsSpan(cut), Crc32.Of(data.AsSpan(0, cut))));
    }
}
