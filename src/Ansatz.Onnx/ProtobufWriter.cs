using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Ansatz.Onnx;

/// <summary>Writes the fields of one message in the wire format of protocol buffers: each is a key, field number·8 + kind, and a value.</summary>
/// <remarks>Kinds: 0 is an integer of variable length, 7 bits per byte; 2 is a length and the bytes; 5 is four bytes. Source: Protocol Buffers, Encoding.</remarks>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, Delimited = 2, FourBytes = 5;

    private readonly ArrayBufferWriter<byte> bytes = new();

    public ReadOnlyMemory<byte> Written => bytes.WrittenMemory;

    public ProtobufWriter Integer(int field, long value)
    {
        Number((ulong)(field << 3 | Varint));
        Number((ulong)value);
        return this;
    }

    public ProtobufWriter Float(int field, float value)
    {
        Number((ulong)(field << 3 | FourBytes));
        BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), value);
        bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Number((ulong)(field << 3 | Delimited));
        Number((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.Written.Span);

    private void Number(ulong value)
    {
        var to = bytes.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) to[length++] = (byte)(value | 0x80);
        to[length++] = (byte)value;
        bytes.Advance(length);
    }
}
