using System.Buffers.Binary;

namespace Ansatz.Formats;

/// <summary>The content of a PNG file's header chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, int ColorType, bool IsInterlaced)
{
    public const int Gray = 0, Rgb = 2, Indexed = 3, GrayAlpha = 4, RgbAlpha = 6;

    private const int Length = 13;

    // Each pass holds the pixels (Left + i · StepX, Top + j · StepY).
    private static readonly Pass[] adam7 =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    private static readonly Pass[] whole = [new(0, 0, 1, 1)];

    /// <summary>The samples of a pixel in the file: a palette's index is one.</summary>
    public int SampleCount => ColorType switch { Rgb => 3, GrayAlpha => 2, RgbAlpha => 4, _ => 1 };

    /// <summary>
    /// The passes in the order of the file, without those that have no pixels. An interlaced file has up to seven (Adam7).
    /// Source: ISO/IEC 15948 (PNG), clause 8.2.
    /// </summary>
    public IEnumerable<Pass> Passes
    {
        get
        {
            var header = this;
            return (IsInterlaced ? adam7 : whole).Where(p => p.Left < header.Width && p.Top < header.Height);
        }
    }

    /// <summary>The bytes of a row with <paramref name="width"/> pixels, without the filter's byte.</summary>
    public long RowLength(int width) => ((long)width * SampleCount * Depth + 7) / 8;

    /// <summary>Reads the chunk's data.</summary>
    /// <exception cref="InvalidDataException">No PNG has such a header. The message starts with <paramref name="name"/>.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != Length) throw Bad($"the header has {data.Length} bytes; expected {Length}");
        var header = new PngHeader(BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), data[8], data[9], data[12] == 1);
        if (header.Width < 1 || header.Height < 1) throw Bad($"the header says {(uint)header.Width} × {(uint)header.Height} pixels; expected 1 to {int.MaxValue} a side");
        var isAllowed = header.ColorType switch
        {
            Gray => header.Depth is 1 or 2 or 4 or 8 or 16,
            Indexed => header.Depth is 1 or 2 or 4 or 8,
            Rgb or GrayAlpha or RgbAlpha => header.Depth is 8 or 16,
            _ => false,
        };
        if (!isAllowed) throw Bad($"no PNG has colour type {header.ColorType} with {header.Depth} bits; get the file again");
        if (data[10] != 0 || data[11] != 0) throw Bad($"compression {data[10]} and filter method {data[11]}; only 0 and 0 exist; get the file again");
        return data[12] <= 1 ? header : throw Bad($"interlace method {data[12]}; only 0 and 1 exist; get the file again");

        InvalidDataException Bad(string what) => new($"{name}: {what}.");
    }

    /// <summary>Every StepX-th pixel of every StepY-th row.</summary>
    public readonly record struct Pass(int Left, int Top, int StepX, int StepY)
    {
        public int Width(int imageWidth) => (int)(((long)imageWidth - Left + StepX - 1) / StepX);

        public int Height(int imageHeight) => (int)(((long)imageHeight - Top + StepY - 1) / StepY);
    }
}
