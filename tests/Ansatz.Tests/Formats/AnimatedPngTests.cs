using System.Buffers.Binary;
using System.Text;
using Ansatz.Formats;

namespace Ansatz.Tests.Formats;

public sealed class AnimatedPngTests
{
    private static readonly Image[] Frames = [Frame(), Frame((2, 1)), Frame((2, 1), (4, 3)), Frame((2, 1), (4, 3)), Frame((1, 0), (4, 3))];

    [Fact]
    public void ChunksFollowTheStandard()
    {
        var chunks = Chunks(AnimatedPng.Encode(Frames, 40, 3));
        Assert.Equal(["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"], chunks.Select(c => c.Type));
        Assert.Equal([5, 3], Words(chunks[1].Data));
        var sequence = chunks.Where(c => c.Type is "fcTL" or "fdAT").Select(c => Words(c.Data[..4])[0]);
        Assert.Equal(Enumerable.Range(0, 9), sequence);
        Assert.Equal([0, 40, 3, 232, 0, 1], chunks[2].Data[20..]);
    }

    [Fact]
    public void OnlyTheChangedRectangleIsStored()
    {
        var rectangles = Chunks(AnimatedPng.Encode(Frames, 40)).Where(c => c.Type == "fcTL").Select(c => Words(c.Data[4..20]));
        Assert.Equal([[6, 5, 0, 0], [1, 1, 2, 1], [1, 1, 4, 3], [1, 1, 0, 0], [2, 2, 1, 0]], rectangles);
    }

    [Fact]
    public void FramesReplayToTheImagesThatWereWritten()
    {
        var chunks = Chunks(AnimatedPng.Encode(Frames, 40));
        var shown = new Image(6, 5, 3);
        var controls = chunks.Where(c => c.Type == "fcTL").ToArray();
        var data = chunks.Where(c => c.Type is "IDAT" or "fdAT").Select(c => c.Type == "IDAT" ? c.Data : c.Data[4..]).ToArray();
        for (var i = 0; i < Frames.Length; i++)
        {
            var rectangle = Words(controls[i].Data[4..20]);
            var piece = Png.Decode(StillImage(rectangle[0], rectangle[1], data[i]));
            for (var y = 0; y < piece.Height; y++)
                for (var x = 0; x < piece.Width; x++)
                    if (piece.Row(y)[4 * x + 3] == 255)
                        piece.Row(y).Slice(4 * x, 3).CopyTo(shown.Row(y + rectangle[3])[(3 * (x + rectangle[2]))..]);
            Assert.Equal(Frames[i].Pixels.ToArray(), shown.Pixels.ToArray());
        }
    }

    [Fact]
    public void AReaderOfStillImagesSeesTheFirstFrame() =>
        Assert.Equal(Frames[0].Pixels.ToArray(), Png.Decode(AnimatedPng.Encode(Frames, 40)).ToRgb().Pixels.ToArray());

    [Fact]
    public void WrongFramesAreNamed()
    {
        Assert.Contains("no frames", Assert.Throws<ArgumentException>(() => AnimatedPng.Encode([], 40)).Sentence(), StringComparison.Ordinal);
        Assert.Contains("frame 1 has 6 × 4 pixels of 3 channels; expected 6 × 5", Assert.Throws<ArgumentException>(() => AnimatedPng.Encode([Frame(), new Image(6, 4, 3)], 40)).Sentence(), StringComparison.Ordinal);
        Assert.Contains("frame 0 has 6 × 4 pixels of 1 channels", Assert.Throws<ArgumentException>(() => AnimatedPng.Encode([new Image(6, 4, 1)], 40)).Sentence(), StringComparison.Ordinal);
        Assert.Contains("0 ms", Assert.Throws<ArgumentException>(() => AnimatedPng.Encode(Frames, 0)).Sentence(), StringComparison.Ordinal);
    }

    private static Image Frame(params (int X, int Y)[] points)
    {
        var image = new Image(6, 5, 3);
        foreach (var (x, y) in points) image.Row(y)[3 * x + 1] = 200;
        return image;
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            Assert.Equal(Crc32.Of(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        return chunks;
    }

    private static int[] Words(byte[] data) => [.. data.Chunk(4).Select(w => BinaryPrimitives.ReadInt32BigEndian(w))];

    private static byte[] StillImage(int width, int height, byte[] compressed)
    {
        var stream = new MemoryStream();
        stream.Write(PngEncoder.Signature);
        PngEncoder.WriteHeader(stream, new Image(width, height, 4));
        PngEncoder.WriteChunk(stream, "IDAT", compressed);
        PngEncoder.WriteChunk(stream, "IEND", []);
        return stream.ToArray();
    }
}
