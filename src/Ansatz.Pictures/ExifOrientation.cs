using System.Buffers.Binary;
using Ansatz.Formats;

namespace Ansatz.Pictures;

/// <summary>
/// How a camera was held: 1 to 8, in tag 0x0112 of a file's EXIF data. Row 0 and column 0 of the stored picture are seen at
/// 1 top left, 2 top right, 3 bottom right, 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom.
/// Source: CIPA DC-008 (Exif 2.32), section 4.6.4.
/// </summary>
internal static class ExifOrientation
{
    public const int Upright = 1;

    private const int Tag = 0x0112, Short = 3, EntryLength = 12;

    /// <summary>The orientation in an APP1 segment; upright if it holds none or is no EXIF data.</summary>
    public static int Read(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8)) return Upright;
        var tiff = segment[6..];
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8))) return Upright;
        var isBigEndian = tiff[0] == 'M';
        var directory = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return Upright;
        var rest = tiff[(int)directory..];
        var count = Word(rest);
        rest = rest[2..];
        for (; count > 0 && rest.Length >= EntryLength; count--, rest = rest[EntryLength..])
            if (Word(rest) == Tag && Word(rest[2..]) == Short) return Word(rest[8..]) is var value and >= 1 and <= 8 ? value : Upright;
        return Upright;

        int Word(ReadOnlySpan<byte> bytes) => isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    /// <summary>The picture as it is meant to be seen.</summary>
    public static Image Apply(Image image, int orientation)
    {
        if (orientation == Upright) return image;
        var isTransposed = orientation >= 5;
        var (width, height, channels) = (image.Width, image.Height, image.Channels);
        var turned = isTransposed ? new Image(height, width, channels) : new Image(width, height, channels);
        for (var y = 0; y < height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (u, v) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (height - 1 - y, x),
                    7 => (height - 1 - y, width - 1 - x),
                    _ => (y, width - 1 - x),
                };
                row.Slice(x * channels, channels).CopyTo(turned.Row(v)[(u * channels)..]);
            }
        }
        return turned;
    }
}
