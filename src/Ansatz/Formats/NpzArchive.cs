using System.Buffers.Binary;
using System.IO.Compression;

namespace Ansatz.Formats;

/// <summary>The arrays of an .npz archive by name. An array is decoded when it is requested, so members that are not requested may have any content.</summary>
public sealed class NpzArchive
{
    private const string Extension = ".npy";

    private readonly string path;
    private readonly Func<Stream> open;
    private readonly ILookup<string, ZipMember> members;

    /// <param name="path">What messages call the archive.</param>
    /// <param name="open">Opens the archive's bytes; the stream can seek and starts at the archive's first byte.</param>
    internal NpzArchive(string path, Func<Stream> open)
    {
        (this.path, this.open) = (path, open);
        using var file = open();
        var entries = ZipDirectory.Read(file, path);
        members = entries.Where(m => m.Name.EndsWith(Extension, StringComparison.Ordinal)).ToLookup(m => m.Name[..^Extension.Length], StringComparer.Ordinal);
        Names = [.. members.Select(m => m.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>The names in ordinal order. Members that are not .npy files are left out.</summary>
    public IReadOnlyCollection<string> Names { get; }

    /// <summary>Reads the array of a name.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged or uses what is not supported; the message names the file and the array.</exception>
    public NpyArray this[string name] => Read(Member(name), Named(name));

    /// <summary>Opens an array that stays in the archive's file, and is read example by example.</summary>
    /// <exception cref="InvalidDataException">There is none, it is compressed, or it is damaged; the message names the file and the array.</exception>
    /// <exception cref="InvalidOperationException">The archive was read from a stream.</exception>
    public ArrayFile Open(string name)
    {
        var (member, called) = (Member(name), Named(name));
        using var file = open() as FileStream ?? throw new InvalidOperationException($"{called}: the archive was read from a stream; open the file to read examples by position.");
        Require(member, called);
        if (member.Method != ZipMember.Stored) throw new InvalidDataException($"{called}: the array is compressed, so its examples cannot be read by position; expected a stored one; save it with numpy.savez, not with numpy.savez_compressed.");
        file.Position = Begin(file, member, called);
        return ArrayFile.OfNpy(file, path, member.Length, called);
    }

    /// <summary>Bytes of an array with its header, and whether they are stored uncompressed in a file.</summary>
    internal (long Length, bool IsStored) Size(string name) => Member(name) is var member ? (member.Length, member.Method == ZipMember.Stored) : default;

    /// <summary>How many dimensions an array has, by its header alone.</summary>
    /// <exception cref="InvalidDataException">There is no such array, or its header is damaged.</exception>
    internal int Rank(string name)
    {
        var (member, called) = (Member(name), Named(name));
        Require(member, called);
        using var file = open();
        using var content = new FilePart(file, Begin(file, member, called), member.CompressedLength);
        using Stream stream = member.Method == ZipMember.Stored ? content : new DeflateStream(content, CompressionMode.Decompress);
        return NpyHeader.Read(stream, called, out _).Dimensions.Length;
    }

    private ZipMember Member(string name)
    {
        var member = members[name].FirstOrDefault() ?? throw new InvalidDataException($"{path}: no array '{name}'; it holds {(Names.Count == 0 ? "none" : FileText.Shown($"'{string.Join("', '", Names)}'"))}.");
        return members[name].Skip(1).Any() ? throw new InvalidDataException($"{path}: two arrays are named '{name}'; save it again.") : member;
    }

    private string Named(string name) => $"{path}: {FileText.Shown(name)}";

    private static void Require(ZipMember member, string name)
    {
        if (member.IsEncrypted) throw new InvalidDataException($"{name}: the member is encrypted; save it with numpy.savez.");
        if (member.Method is not (ZipMember.Stored or ZipMember.Deflated))
            throw new InvalidDataException($"{name}: the member is compressed with {member.MethodName}; expected stored or deflated; save it with numpy.savez or numpy.savez_compressed.");
        var canHold = member.Method == ZipMember.Stored ? member.Length == member.CompressedLength : Inflate.CanHold(member.CompressedLength, member.Length);
        if (!canHold) throw new InvalidDataException($"{name}: {member.CompressedLength} compressed bytes cannot hold {member.Length}; get the file again.");
    }

    private NpyArray Read(ZipMember member, string name)
    {
        Require(member, name);
        using var file = open();
        using var content = new FilePart(file, Begin(file, member, name), member.CompressedLength);
        using Stream stream = member.Method == ZipMember.Stored ? content : new DeflateStream(content, CompressionMode.Decompress);
        try
        {
            return NpyArray.Read(stream, member.Length, member.Checksum, name);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: the member is damaged or cut off in its header; get the file again.", e);
        }
    }

    /// <summary>The position of the member's bytes: after its local header, whose length is not in the directory.</summary>
    private static long Begin(Stream file, ZipMember member, string name)
    {
        Span<byte> header = stackalloc byte[ZipDirectory.LocalHeaderLength];
        file.Position = member.Offset;
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipDirectory.LocalHeader)
            throw new InvalidDataException($"{name}: no member begins at byte {member.Offset}; get the file again.");
        var begin = member.Offset + header.Length + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        return begin + member.CompressedLength <= file.Length ? begin : throw new InvalidDataException($"{name}: the member would reach beyond the file's {file.Length} bytes; get the file again.");
    }
}
