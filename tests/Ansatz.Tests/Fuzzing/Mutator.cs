using System.Buffers.Binary;
using Ansatz.Random;

namespace Ansatz.Tests.Fuzzing;

/// <summary>Alters bytes as damage and malice do: flipped bits, odd numbers in either order of bytes, pieces cut, doubled, moved or taken from another file.</summary>
public sealed class Mutator(ulong seed)
{
    private const int MostChanges = 4, LongestPiece = 64;

    private static readonly long[] odd = [0, 1, -1, 2, 4, 7, 8, 16, 64, 127, 128, 255, 256, 32767, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 40, long.MaxValue, long.MinValue];

    private readonly Rng rng = new(seed);

    /// <summary>One file of the corpus with one to four changes.</summary>
    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        List<byte> file = [.. corpus[rng.NextInt(corpus.Count)]];
        for (var changes = 1 + rng.NextInt(MostChanges); changes > 0; changes--) Change(file, corpus[rng.NextInt(corpus.Count)]);
        return [.. file];
    }

    private void Change(List<byte> file, byte[] other)
    {
        if (file.Count == 0)
        {
            file.AddRange(other);
            return;
        }
        var at = rng.NextInt(file.Count);
        var length = Math.Min(1 + rng.NextInt(LongestPiece), file.Count - at);
        switch (rng.NextInt(9))
        {
            case 0: file[at] ^= (byte)(1 << rng.NextInt(8)); break;
            case 1: file[at] = (byte)odd[rng.NextInt(odd.Length)]; break;
            case 2: file[at] = (byte)rng.NextInt(256); break;
            case 3: PutNumber(file, at); break;
            case 4: file.RemoveRange(at, length); break;
            case 5: file.InsertRange(at, file.GetRange(at, length)); break;
            case 6: file.RemoveRange(at, file.Count - at); break;
            case 7:
                var from = rng.NextInt(other.Length);
                file.InsertRange(at, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                break;
            default:
                // A digit of a text becomes another, or many.
                if (char.IsAsciiDigit((char)file[at])) file.InsertRange(at, "99999999999999999999"u8[..(1 + rng.NextInt(19))].ToArray());
                else file[at] = (byte)(' ' + rng.NextInt(95));
                break;
        }
    }

    private void PutNumber(List<byte> file, int at)
    {
        var bytes = new byte[8];
        var value = odd[rng.NextInt(odd.Length)];
        var size = 1 << rng.NextInt(4);
        if (rng.NextInt(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        else BinaryPrimitives.WriteInt64BigEndian(bytes, value << (64 - 8 * size));
        for (var i = 0; i < size && at + i < file.Count; i++) file[at + i] = bytes[i];
    }
}
