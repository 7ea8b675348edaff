namespace Ansatz.Formats;

/// <summary>What a zip file's directory says of one member.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Method">How it is compressed: 0 stored, 8 deflated.</param>
/// <param name="IsEncrypted">Whether it needs a password.</param>
/// <param name="Checksum">The CRC-32 of its content.</param>
/// <param name="CompressedLength">The bytes it takes in the file.</param>
/// <param name="Length">The bytes of its content.</param>
/// <param name="Offset">Where its local header begins.</param>
internal sealed record ZipMember(string Name, int Method, bool IsEncrypted, uint Checksum, long CompressedLength, long Length, long Offset)
{
    public const int Stored = 0, Deflated = 8;

    /// <summary>The method's name. Source: PKWARE, APPNOTE.TXT 6.3.10, section 4.4.5.</summary>
    public string MethodName => Method switch
    {
        1 => "shrink",
        >= 2 and <= 5 => "reduce",
        6 => "implode",
        9 => "Deflate64",
        12 => "bzip2",
        14 => "LZMA",
        93 => "Zstandard",
        95 => "xz",
        98 => "PPMd",
        99 => "AES encryption",
        _ => $"method {Method}",
    };
}
