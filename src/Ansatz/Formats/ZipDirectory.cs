using System.Buffers.Binary;
using System.Text;

namespace Ansatz.Formats;

/// <summary>
/// Reads the directory at the end of a zip file, with 64-bit sizes. Members may neither overlap each other nor the directory, so the content of a file of
/// n bytes is bounded by Deflate's ratio times n. Source: PKWARE, APPNOTE.TXT 6.3.10, section 4.3.
/// </summary>
internal static class ZipDirectory
{
    public const int LocalHeaderLength = 30;

    public const uint LocalHeader = 0x04034B50;

    private const int EndLength = 22, End64Length = 56, Locator64Length = 20, EntryLength = 46, LongestComment = ushort.MaxValue, Extra64 = 1, EncryptedFlag = 1;

    private const uint End = 0x06054B50, End64 = 0x06064B50, Locator64 = 0x07064B50, Entry = 0x02014B50;

    private const string Cure = "get it again, or save it with numpy.savez";

    /// <summary>The members in the order of the directory.</summary>
    /// <exception cref="InvalidDataException">The stream is no whole zip file. The message starts with <paramref name="path"/>.</exception>
    public static List<ZipMember> Read(Stream stream, string path)
    {
        var (end, tail) = FindEnd(stream, path);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(10)), length = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(12)), offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(16));
        if (end >= Locator64Length + End64Length && ReadAt(stream, end - Locator64Length, Locator64Length, path) is var locator && BinaryPrimitives.ReadUInt32LittleEndian(locator) == Locator64)
        {
            end = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
            if (end < 0 || end > stream.Length - End64Length - Locator64Length - EndLength) throw Bad($"its 64-bit end record would begin at byte {end}");
            var end64 = ReadAt(stream, end, End64Length, path);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end64) != End64) throw Bad($"no 64-bit end record at byte {end}");
            (count, length, offset) = (BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(32)), BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(48)));
        }
        if (offset < 0 || length < 0 || offset > end || length != end - offset || length > Array.MaxLength) throw Bad($"its directory would have {length} bytes from byte {offset} on; expected it to end at byte {end}");
        if (count < 0 || count > length / EntryLength) throw Bad($"its directory of {length} bytes cannot list {count} members");
        var members = Entries(ReadAt(stream, offset, (int)length, path), (int)count, offset, Bad);
        RequireApart(members, offset, Bad);
        return members;

        InvalidDataException Bad(string what) => ZipDirectory.Bad(path, stream.Length, what);
    }

    /// <summary>The end record. Only its own comment may follow it.</summary>
    private static (long Position, byte[] Record) FindEnd(Stream stream, string path)
    {
        var length = (int)Math.Min(stream.Length, EndLength + LongestComment);
        var begin = stream.Length - length;
        var tail = ReadAt(stream, begin, length, path);
        for (var at = length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != End) continue;
            var rest = length - at - EndLength - BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20));
            if (rest == 0) return (begin + at, tail[at..(at + EndLength)]);
            if (rest > 0) throw new InvalidDataException($"{path}: goes on after the end of the archive; expected nothing there; get the file again.");
        }
        throw Bad(path, stream.Length, "it does not end as a zip file does");
    }

    private static List<ZipMember> Entries(byte[] directory, int count, long offset, Func<string, InvalidDataException> bad)
    {
        var members = new List<ZipMember>(count);
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (directory.Length - at < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(at)) != Entry) throw bad($"its directory has no entry {i + 1} at byte {offset + at}");
            var entry = directory.AsSpan(at, EntryLength);
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]), commentLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
            if (directory.Length - at - EntryLength < nameLength + extraLength + commentLength) throw bad($"entry {i + 1} of its directory is cut off");
            var name = Encoding.UTF8.GetString(directory, at + EntryLength, nameLength);
            Span<long> sizes = [BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[42..])];
            Widen(sizes, directory.AsSpan(at + EntryLength + nameLength, extraLength));
            if (sizes[0] < 0 || sizes[1] < 0 || sizes[2] < 0) throw bad($"entry {i + 1} of its directory has a negative size");
            members.Add(new ZipMember(name, BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]), (entry[8] & EncryptedFlag) != 0, BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]), sizes[1], sizes[0], sizes[2]));
            at += EntryLength + nameLength + extraLength + commentLength;
        }
        return at == directory.Length ? members : throw bad($"its directory goes on after entry {count}");
    }

    /// <summary>Replaces those of length, compressed length and offset that do not fit 32 bits by the 64-bit values of the extra field.</summary>
    private static void Widen(Span<long> sizes, ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            var values = extra.Slice(4, length);
            extra = extra[(4 + length)..];
            if (id != Extra64) continue;
            foreach (ref var size in sizes)
            {
                if (size != uint.MaxValue || values.Length < 8) continue;
                size = BinaryPrimitives.ReadInt64LittleEndian(values);
                values = values[8..];
            }
        }
    }

    private static void RequireApart(List<ZipMember> members, long directory, Func<string, InvalidDataException> bad)
    {
        var end = 0L;
        ZipMember? before = null;
        foreach (var member in members.OrderBy(m => m.Offset))
        {
            if (member.Offset < end) throw bad($"member '{member.Name}' overlaps '{before!.Name}'");
            if (member.CompressedLength > directory - LocalHeaderLength - member.Offset) throw bad($"member '{member.Name}' would reach into the directory");
            (before, end) = (member, member.Offset + LocalHeaderLength + member.CompressedLength);
        }
    }

    private static byte[] ReadAt(Stream stream, long position, int count, string path)
    {
        var bytes = new byte[count];
        stream.Position = position;
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw Bad(path, stream.Length, $"the file ends within {count} bytes at byte {position}");
    }

    private static InvalidDataException Bad(string path, long length, string what) => new($"{path}: not a whole .npz (zip) file of {length} bytes: {FileText.Shown(what)}; {Cure}.");
}
