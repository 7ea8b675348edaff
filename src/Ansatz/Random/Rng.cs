using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ansatz.Random;

/// <summary>
/// A stream of random numbers that is a pure function of its key: Philox 4×32-10 with a 64-bit key and a 128-bit counter.
/// </summary>
/// <remarks>
/// <para>Block j of a stream is four 32-bit words. A call that yields n values takes the next ⌈n/4⌉ blocks, and its element i comes
/// from word i mod 4 of block ⌊i/4⌋; so the first elements of a long call are those of a short one, whatever the machine's vectors.</para>
/// <para>Streams are distinguished by purpose and index, <c>rng.Fork("noise").Fork(step)</c>, never by the order of calls. A fork depends on
/// the key alone, so drawing from a generator changes none of its forks.</para>
/// <para>A generator belongs to one thread, but any number of threads may call Fork at once.</para>
/// <para>Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</para>
/// </remarks>
/// <example><code>
/// var rng = new Rng(42);
/// Span&lt;float&gt; noise = stackalloc float[100];
/// rng.Fork("noise").Normal(noise);
/// </code></example>
public sealed partial class Rng
{
    private readonly ulong key;
    private UInt128 counter;

    /// <param name="seed">The key. Neighbouring seeds give unrelated streams.</param>
    public Rng(ulong seed) => key = seed;

    /// <summary>A generator that continues from the position of another one.</summary>
    public Rng(RngState state)
    {
        key = state.Key;
        counter = state.Counter;
    }

    /// <summary>The position of the stream.</summary>
    public RngState State => new(key, counter);

    /// <summary>The stream of a purpose: key′ = the first 8 bytes of SHA-256(key, 0, name in UTF-8), at its start.</summary>
    public Rng Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var message = new byte[9 + Encoding.UTF8.GetByteCount(name)];
        Encoding.UTF8.GetBytes(name, message.AsSpan(9));
        return Fork(message, 0);
    }

    /// <summary>The stream of an index: key′ = the first 8 bytes of SHA-256(key, 1, index in 8 bytes), at its start. All numbers little-endian.</summary>
    public Rng Fork(long index)
    {
        Span<byte> message = stackalloc byte[17];
        BinaryPrimitives.WriteInt64LittleEndian(message[9..], index);
        return Fork(message, 1);
    }

    private Rng Fork(Span<byte> message, byte tag)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(message, key);
        message[8] = tag;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, hash);
        return new Rng(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>The next ⌈count/4⌉ blocks' first counter; the stream moves past them.</summary>
    private UInt128 Take(int count)
    {
        var first = counter;
        unchecked { counter += (UInt128)(((uint)count + 3) / 4); }
        return first;
    }
}
