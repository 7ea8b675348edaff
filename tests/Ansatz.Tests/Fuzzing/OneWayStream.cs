namespace Ansatz.Tests.Fuzzing;

/// <summary>Bytes as a network delivers them: at most three at a time, no length, no way back. What is written is collected.</summary>
internal sealed class OneWayStream(byte[] bytes) : Stream
{
    private readonly MemoryStream source = new(bytes), written = new();

    public OneWayStream() : this([])
    {
    }

    public byte[] Written => written.ToArray();

    public bool IsClosed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => source.Read(buffer, offset, Math.Min(count, 3));

    public override void Write(byte[] buffer, int offset, int count) => written.Write(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }
}
