namespace Ansatz.Pictures;

/// <summary>
/// A JPEG file for a decoder that never asks where the file ends: after the last byte come end-of-image markers without end, so that every loop of the
/// decoder stops.
/// </summary>
internal sealed class JpegStream(byte[] file) : Stream
{
    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    private long position;

    /// <summary>Whether the decoder has read exactly the whole file.</summary>
    public bool IsAtEnd => position == file.Length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => position; set => position = value; }

    public override int ReadByte()
    {
        var at = position++;
        return at < file.Length ? file[at] : EndOfImage[(int)((at - file.Length) & 1)];
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        for (var i = 0; i < count; i++) buffer[offset + i] = (byte)ReadByte();
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => file.Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
