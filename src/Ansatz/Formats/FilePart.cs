namespace Ansatz.Formats;

/// <summary>A part of a file as a stream, followed by bytes that are not in the file.</summary>
internal sealed class FilePart : Stream
{
    private readonly Stream file;
    private readonly byte[] suffix;
    private readonly long length;
    private long position;

    public FilePart(Stream file, long begin, long length, byte[]? suffix = null)
    {
        (this.file, this.length, this.suffix) = (file, length, suffix ?? []);
        file.Position = begin;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => position; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int count;
        if (position < length)
        {
            count = file.Read(buffer[..(int)Math.Min(buffer.Length, length - position)]);
        }
        else
        {
            var rest = suffix.AsSpan((int)(position - length));
            count = Math.Min(buffer.Length, rest.Length);
            rest[..count].CopyTo(buffer);
        }
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
